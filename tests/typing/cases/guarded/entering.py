"""`with` gives back the object itself, of its own type."""

from typing_extensions import assert_type

import safestore as wasmtime


def with_gives_the_object(engine: wasmtime.Engine, wasm: bytes) -> None:
    with wasmtime.Store() as store:
        assert_type(store, wasmtime.Store)
    with wasmtime.Engine(wasmtime.Config()) as made:
        assert_type(made, wasmtime.Engine)
    with wasmtime.Module(engine, wasm) as module:
        assert_type(module, wasmtime.Module)
    with wasmtime.Linker(engine) as linker:
        assert_type(linker, wasmtime.Linker)
    with wasmtime.Config() as config:
        assert_type(config, wasmtime.Config)
    with wasmtime.FuncType([], []) as ty:
        assert_type(ty, wasmtime.FuncType)


def a_subclass_stays_one(engine: wasmtime.Engine) -> None:
    class Mine(wasmtime.Store):
        pass

    with Mine(engine) as store:
        assert_type(store, Mine)
    assert_type(store.engine, wasmtime.Engine)
