"""What objects are made from."""

# Strict pyright has no name for what a lambda is given: a `def` says it.
# pyright: reportUnknownLambdaType=false, reportUnknownArgumentType=false

from typing_extensions import assert_type

import safestore as wasmtime


def right(engine: wasmtime.Engine, store: wasmtime.Store) -> None:
    i32 = wasmtime.ValType.i32()
    ty = wasmtime.FuncType([i32, i32], [i32])
    func = wasmtime.Func(store, ty, lambda a, b: a + b)
    module = wasmtime.Module(engine, wasmtime.wat2wasm("(module)"))
    wasmtime.Instance(store, module, [func])
    wasmtime.Global(store, wasmtime.GlobalType(i32, mutable=True), 1)
    wasmtime.Table(store, wasmtime.TableType(i32, wasmtime.Limits(1, None)), None)
    wasmtime.Tag(store, wasmtime.TagType(ty))
    assert_type(wasmtime.wat2wasm("(module)"), bytearray)
    assert_type(wasmtime.Module.from_file(engine, "some.wasm"), wasmtime.Module)
    assert_type(wasmtime.Module.deserialize(engine, module.serialize()), wasmtime.Module)


def wrong(engine: wasmtime.Engine, store: wasmtime.Store, ty: wasmtime.FuncType) -> None:
    wasmtime.Store(1)  # type: ignore[arg-type]
    wasmtime.Engine(engine)  # type: ignore[arg-type]
    wasmtime.Module(store, b"")  # type: ignore[arg-type]
    wasmtime.Module(engine, 1)  # type: ignore[arg-type]
    wasmtime.Instance(store, b"", [])  # type: ignore[arg-type]
    wasmtime.Instance(store, wasmtime.Module(engine, b""), [ty])  # type: ignore[list-item]
    wasmtime.Linker()  # type: ignore[call-arg]
    wasmtime.wat2wasm(1)  # type: ignore[arg-type]
    store.set_wasi(wasmtime.Config())  # type: ignore[arg-type]
    store.set_fuel("all")  # type: ignore[arg-type]
    wasmtime.no_such_name  # type: ignore[attr-defined]  # noqa: B018
