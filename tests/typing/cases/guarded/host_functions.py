"""What a host function is called with, by `access_caller` and in components."""

# Strict pyright has no name for what a lambda is given: a `def` says it.
# pyright: reportUnknownLambdaType=false, reportUnknownArgumentType=false

from collections.abc import Callable
from typing import Any

from typing_extensions import assert_type

import safestore as wasmtime
from safestore import component


def add(a: int, b: int) -> int:
    return a + b


def log(caller: wasmtime.Caller, start: int, length: int) -> None:
    memory = caller["memory"]
    if isinstance(memory, wasmtime.Memory):
        assert_type(memory.read(caller, start, start + length), bytearray)


def functions(store: wasmtime.Store, ty: wasmtime.FuncType) -> None:
    wasmtime.Func(store, ty, add)
    wasmtime.Func(store, ty, log, access_caller=True)
    wasmtime.Func(store, ty, lambda caller, start: caller.get("memory"), access_caller=True)
    wasmtime.Func(store, ty, add, access_caller=True)  # type: ignore[call-overload]
    wasmtime.Func(store, ty, lambda: None, access_caller=True)  # type: ignore[call-overload]
    wasmtime.Func(store, ty, 1)  # type: ignore[call-overload]
    wasmtime.Func(store, 1, add)  # type: ignore[call-overload]


def definitions(linker: wasmtime.Linker, ty: wasmtime.FuncType) -> None:
    linker.define_func("env", "add", ty, add)
    linker.define_func("env", "log", ty, log, access_caller=True)
    linker.define_func("env", "add", ty, add, access_caller=True)  # type: ignore[call-overload]
    linker.define_func("env", "add", ty, None)  # type: ignore[call-overload]


def unknown_until_it_runs(
    linker: wasmtime.Linker,
    ty: wasmtime.FuncType,
    function: Callable[..., Any],
    with_caller: bool,
) -> None:
    linker.define_func("env", "any", ty, function, with_caller)
    linker.define_func("env", "add", ty, add, with_caller)  # type: ignore[call-overload]


def in_components(root: component.LinkerInstance, ty: component.ResourceType) -> None:
    def first_a_store(store: wasmtime.StoreContext, text: str) -> int:
        return len(text)

    def first_a_number(number: int) -> int:
        return number

    def drop(store: wasmtime.StoreContext, representation: int) -> None:
        print(store, representation)

    root.add_func("f", first_a_store)
    root.add_func("f", lambda store, text: len(text))
    root.add_func("f", first_a_number)  # type: ignore[arg-type]
    root.add_resource("r", ty, drop)
    root.add_resource("r", ty, first_a_number)  # type: ignore[arg-type]
