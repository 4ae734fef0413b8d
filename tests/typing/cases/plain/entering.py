"""`with` gives back the object itself, of its own type."""

import wasmtime
from typing_extensions import assert_type
from wasmtime import component


def with_gives_the_object(engine: wasmtime.Engine) -> None:
    with wasmtime.Store() as store:
        assert_type(store, wasmtime.Store)
    with wasmtime.Engine(wasmtime.Config()) as made:
        assert_type(made, wasmtime.Engine)
    with wasmtime.Module(engine, b"") as module:
        assert_type(module, wasmtime.Module)
    with wasmtime.FuncType([], []) as ty:
        assert_type(ty, wasmtime.FuncType)
    with component.Linker(engine) as linker, linker.root() as root:
        assert_type(linker, component.Linker)
        assert_type(root, component.LinkerInstance)


def alternative_constructors(engine: wasmtime.Engine) -> None:
    assert_type(wasmtime.Module.from_file(engine, "some.wasm"), wasmtime.Module)
    assert_type(component.Component.deserialize(engine, b""), component.Component)
