"""Exports, memories, values: what can be known of them, and what cannot."""

from ctypes import Array, c_ubyte
from typing import Any

import wasmtime
from typing_extensions import assert_type
from wasmtime import Storelike


def use(func: wasmtime.Func, store: Storelike) -> None:
    assert_type(func(store, 1), Any)


def storelikes(
    func: wasmtime.Func,
    store: wasmtime.Store,
    caller: wasmtime.Caller,
    context: wasmtime.StoreContext,
) -> None:
    use(func, store)
    use(func, caller)
    use(func, context)
    use(func, func)  # type: ignore[arg-type]
    func(1)  # type: ignore[arg-type]


def exports(store: wasmtime.Store, instance: wasmtime.Instance) -> None:
    found = instance.exports(store)["f"]
    found(store)  # type: ignore[operator]
    if isinstance(found, wasmtime.Func):
        assert_type(found, wasmtime.Func)
    assert_type(list(instance.exports(store)), list[str])


def memories(store: wasmtime.Store, memory: wasmtime.Memory) -> None:
    assert_type(memory.get_buffer_ptr(store), Array[c_ubyte])
    assert_type(memory.data_ptr(store).contents, c_ubyte)
    memory.write(store, b"abc")
    memory.write(store, memoryview(b"abc"))
    memory.write(store, [1, 2, 3])
    memory.write(store, 3)  # type: ignore[arg-type]
    memory.write(store, "abc")  # type: ignore[arg-type]


def tables(store: wasmtime.Store, table: wasmtime.Table) -> None:
    table.get(store, 0).call  # type: ignore[union-attr]  # noqa: B018


def types(module: wasmtime.Module, i32: wasmtime.ValType) -> None:
    wasmtime.FuncType((i32,), [i32])
    wasmtime.FuncType([1], [])  # type: ignore[list-item]
    for wanted in module.imports:
        if isinstance(wanted.type, wasmtime.FuncType):
            assert_type(wanted.type.params, list[wasmtime.ValType])


def traps(trap: wasmtime.Trap) -> None:
    assert_type(trap.frames[0].func_name, str | None)
    if trap.trap_code is not None:
        assert_type(trap.trap_code, wasmtime.TrapCode)
