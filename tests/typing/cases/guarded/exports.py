"""Exports are looked up by name and kind, so their types are known."""

from typing_extensions import assert_type

import safestore as wasmtime
from safestore.objects.exports import Extern


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


def a_mapping_of_all(store: wasmtime.Store, instance: wasmtime.Instance) -> None:
    exports = instance.exports(store)
    assert_type(list(exports), list[str])
    assert_type(exports["add"], Extern)
    assert_type(exports.get("add"), Extern | None)
    assert_type(exports.by_index, tuple[Extern, ...])
    for name, item in exports.items():
        assert_type(name, str)
        assert_type(item, Extern)
    exports.nothing_of_the_kind()  # type: ignore[attr-defined]


def exports_cannot_be_changed(
    store: wasmtime.Store, instance: wasmtime.Instance, func: wasmtime.Func
) -> None:
    exports = instance.exports(store)
    exports["add"] = func  # type: ignore[misc]
    del exports["add"]  # type: ignore[misc]
    exports.pop("add")  # type: ignore[misc]
    exports.update({"add": func})  # type: ignore[misc]
    assert_type(len(exports), int)


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
