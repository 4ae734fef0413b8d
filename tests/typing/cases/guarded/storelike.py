"""Where a store is wanted, a Store, a Caller and a StoreContext go, and nothing else."""

from typing_extensions import assert_type

import safestore as wasmtime


def a_store(store: wasmtime.Store, func: wasmtime.Func, count: wasmtime.Global) -> None:
    func(store, 1, 2)
    count.set_value(store, 1)


def a_caller(caller: wasmtime.Caller, func: wasmtime.Func, count: wasmtime.Global) -> None:
    func(caller, 1, 2)
    count.set_value(caller, 1)
    found = caller["memory"]
    if isinstance(found, wasmtime.Memory):
        assert_type(found, wasmtime.Memory)
        with found.view(caller) as view:
            assert_type(view, wasmtime.MemoryView)
    caller[0]  # type: ignore[index]


def a_context(context: wasmtime.StoreContext, table: wasmtime.Table) -> None:
    assert_type(table.size(context), int)


def nothing_else(engine: wasmtime.Engine, instance: wasmtime.Instance, func: wasmtime.Func) -> None:
    func(engine, 1)  # type: ignore[arg-type]
    func()  # type: ignore[call-arg]
    instance.exports(instance)  # type: ignore[arg-type]
    wasmtime.Memory(engine, wasmtime.MemoryType(wasmtime.Limits(1, 2)))  # type: ignore[arg-type]
