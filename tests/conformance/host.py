"""The module `host` that every script may import: Python functions, and one of each other kind.

echo_T          T -> T, for each value type: gives back what it got
swap            i32 i64 -> i64 i32
all             i32 i64 f32 f64 externref funcref -> the same six
log             i32 -> nothing: kept in the record of the command that caused it
raise           raises ValueError          trap         raises the API's Trap
result_missing, result_extra, result_type, result_count: give what their types do not allow
reenter         funcref i32 -> i32: calls the function with the number, through the Caller
attempt         funcref -> i32: calls it; 1 if that trapped, else 0
peek, poke      i32 -> i32, i32 i32 -> nothing: a byte of the caller's exported `memory`
has_export      i32 -> i32: whether the caller exports `memory` (0) or `missing` (1)
i32, i64, f32, f64, externref, funcref: constant globals; mut_i32: a variable one
memory 1..2 pages, table 10..20 funcref, externs 2.. externref, tag (param i32)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .values import host_object

VALUE_TYPES = ("i32", "i64", "f32", "f64", "externref", "funcref")


@dataclass(frozen=True)
class HostFunction:
    """A Python function and the wasm type that it is given."""

    name: str
    params: tuple[str, ...]
    results: tuple[str, ...]
    body: Callable[..., Any]
    access_caller: bool = False

    def type(self, api: Any) -> Any:
        params = [getattr(api.ValType, name)() for name in self.params]
        results = [getattr(api.ValType, name)() for name in self.results]
        return api.FuncType(params, results)


def functions(api: Any, log: list[str]) -> list[HostFunction]:
    """The functions of `host`; `log` collects what scripts log."""

    def raises(message: str) -> None:
        raise ValueError(message)

    def traps() -> None:
        raise api.Trap("trapped by the host")

    def attempt(caller: Any, func: Any) -> int:
        try:
            func(caller)
        except api.Trap:
            return 1
        return 0

    def peek(caller: Any, address: int) -> int:
        return int(caller["memory"].read(caller, address, address + 1)[0])

    def poke(caller: Any, address: int, byte: int) -> None:
        caller["memory"].write(caller, bytes([byte]), address)

    def has_export(caller: Any, which: int) -> int:
        return int(caller.get(("memory", "missing")[which]) is not None)

    both = ("i32", "i64")
    refs = ("externref", "funcref")
    return [
        *(HostFunction(f"echo_{kind}", (kind,), (kind,), lambda x: x) for kind in VALUE_TYPES),
        HostFunction("swap", both, both[::-1], lambda a, b: (b, a)),
        HostFunction("all", VALUE_TYPES, VALUE_TYPES, lambda *values: values),
        HostFunction("crossed", ("funcref", "externref"), refs, lambda f, x: (x, f)),
        HostFunction("null_for", ("i64", "f64"), refs, lambda a, b: (None, None)),
        HostFunction("log", ("i32",), (), lambda number: log.append(f"i32:{number}")),
        HostFunction("raise", (), (), lambda: raises("raised by the host")),
        HostFunction("trap", (), (), traps),
        HostFunction("result_missing", (), ("i32",), lambda: None),
        HostFunction("result_extra", (), (), lambda: 1),
        HostFunction("result_type", (), ("i32",), lambda: "one"),
        HostFunction("result_count", (), both, lambda: (1,)),
        HostFunction("reenter", ("funcref", "i32"), ("i32",), lambda c, f, n: f(c, n), True),
        HostFunction("attempt", ("funcref",), ("i32",), attempt, True),
        HostFunction("peek", ("i32",), ("i32",), peek, True),
        HostFunction("poke", both[:1] * 2, (), poke, True),
        HostFunction("has_export", ("i32",), ("i32",), has_export, True),
    ]


def others(api: Any, store: Any) -> dict[str, Any]:
    """The globals, memory, tables and tag of `host`, made in `store`."""
    ty = api.ValType
    seven = api.Func(store, api.FuncType([], [ty.i32()]), lambda: 7)
    constants = {
        "i32": 101,
        "i64": -(1 << 40),
        "f32": 1.5,
        "f64": -0.0,
        "externref": host_object(1),
        "funcref": seven,
    }
    made = {
        name: api.Global(store, api.GlobalType(getattr(ty, name)(), False), value)
        for name, value in constants.items()
    }
    made["mut_i32"] = api.Global(store, api.GlobalType(ty.i32(), True), 5)
    made["memory"] = api.Memory(store, api.MemoryType(api.Limits(1, 2)))
    made["table"] = api.Table(store, api.TableType(ty.funcref(), api.Limits(10, 20)), None)
    made["externs"] = api.Table(
        store, api.TableType(ty.externref(), api.Limits(2, None)), host_object(2)
    )
    made["tag"] = api.Tag(store, api.TagType(api.FuncType([ty.i32()], [])))
    return made
