"""Every guarded class is one of wasmtime's, to a checker too."""

import wasmtime
from wasmtime import component as plain_component

import safestore
from safestore import component


def stands_for(
    store: safestore.Store,
    func: safestore.Func,
    memory: safestore.Memory,
    module: safestore.Module,
    error: safestore.WasmtimeError,
    part: component.Component,
) -> None:
    plain_store: wasmtime.Store = store
    plain_func: wasmtime.Func = func
    plain_memory: wasmtime.Memory = memory
    plain_module: wasmtime.Module = module
    plain_error: wasmtime.WasmtimeError = error
    plain_part: plain_component.Component = part
    print(plain_store, plain_func, plain_memory, plain_module, plain_error, plain_part)


def not_the_other_way_round(store: wasmtime.Store, memory: wasmtime.Memory) -> None:
    guarded_store: safestore.Store = store  # type: ignore[assignment]
    guarded_memory: safestore.Memory = memory  # type: ignore[assignment]
    print(guarded_store, guarded_memory)
