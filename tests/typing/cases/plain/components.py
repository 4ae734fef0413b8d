"""The component model: types of types, and values."""

import wasmtime
from typing_extensions import Any, assert_type
from wasmtime import component


def look_ups(store: wasmtime.Store, instance: component.Instance) -> None:
    func = instance.get_func(store, "f")
    func(store)  # type: ignore[misc]
    if func is not None:
        assert_type(func(store, "a", 1), Any)
        for name, ty in func.type(store).params:
            assert_type(name, str)
            assert_type(ty, component.ValType)
    instance.get_func(store, 1)  # type: ignore[arg-type]


def records(record: component.Record) -> None:
    record.size = 1
    assert_type(record.name, Any)
    assert_type(component.Variant("none").tag, str)
    component.Variant()  # type: ignore[call-arg]


def exports(made: component.Component, engine: wasmtime.Engine) -> None:
    for name, item in made.type.exports(engine).items():
        assert_type(name, str)
        # From wasmtime 49 on it is behind `ty`, up to 48 it is the type itself.
        if isinstance(item, component.FuncType):
            assert_type(item.result, component.ValType | None)
        elif isinstance(item.ty, component.FuncType):
            assert_type(item.ty.result, component.ValType | None)
