"""Exports are looked up by name and kind, so their types are known."""

from typing_extensions import assert_type

import safestore as wasmtime


def typed_look_ups(store: wasmtime.Store, instance: wasmtime.Instance) -> None:
    exports = instance.exports(store)
    assert_type(exports.func("add"), wasmtime.Func)
    assert_type(exports.memory("memory"), wasmtime.Memory)
    assert_type(exports.global_("count"), wasmtime.Global)
    assert_type(exports.table("table"), wasmtime.Table)
    exports.func(1)  # type: ignore[arg-type]
    exports.memory("memory").grow(store, "1")  # type: ignore[arg-type]


def by_name_alone(store: wasmtime.Store, instance: wasmtime.Instance) -> None:
    found = instance.exports(store)["add"]
    found(store, 1)  # type: ignore[operator]
    if isinstance(found, wasmtime.Func):
        assert_type(found, wasmtime.Func)
        found(store, 1)


def exports_cannot_be_changed(store: wasmtime.Store, instance: wasmtime.Instance) -> None:
    names: list[str] = [*instance.exports(store)]
    instance.exports(store).nothing_of_the_kind(names)  # type: ignore[attr-defined]


def made_by_a_linker(
    linker: wasmtime.Linker, store: wasmtime.Store, module: wasmtime.Module
) -> None:
    assert_type(linker.instantiate(store, module), wasmtime.Instance)
    assert_type(linker.get_default(store, ""), wasmtime.Func)
    prepared = linker.instantiate_pre(module)
    assert_type(prepared, wasmtime.InstancePre)
    assert_type(prepared.instantiate(store), wasmtime.Instance)
    assert_type(prepared.module, wasmtime.Module)
    linker.instantiate(module, store)  # type: ignore[arg-type]
