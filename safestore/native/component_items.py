"""What components, instances and modules import and export, by name.

The types belong to the engine that is given: one that compiled the component. They and the engine
are alive, being arguments.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from .component_shapes import Shape, func_shape, name_at, take_valtype
from .library import ffi, lib
from .owned import own
from .types import ExternDescription, take_exporttype, take_importtype

__all__ = [
    "HAS_EXTERNS",
    "Item",
    "component_exports",
    "component_imports",
    "extern_external_id",
    "extern_implements",
    "extern_is_implements",
    "extern_item",
    "imported_functions",
    "instance_exports",
    "module_type_exports",
    "module_type_imports",
]

# Whether this wasmtime describes imports and exports by externs, or by their items at once.
HAS_EXTERNS = hasattr(lib, "wasmtime_component_extern_type")

_ITEMS = ("component", "instance", "module", "func", "resource", "core func", "value")
_OWNED = {
    "component": "component_type",
    "instance": "component_instance_type",
    "module": "module_type",
    "func": "component_func_type",
    "resource": "component_resource_type",
}


class Item(NamedTuple):
    """What something is: its sort, and its native type, or the Shape of a value type.

    `native` is None for a sort that nothing here can describe.
    """

    sort: str
    native: Any


def _take_item(item: Any) -> Item:
    """What wasmtime has just filled in; whatever that owns has one owner again."""
    number = item.kind
    sort = _ITEMS[number] if number < len(_ITEMS) else "unknown"
    if sort in _OWNED:
        return Item(sort, own(_OWNED[sort], item.of.pointer))
    if sort == "value":
        return Item(sort, take_valtype(item.of.type))
    lib.wasmtime_component_item_delete(ffi.addressof(item))
    return Item(sort, None)


def _listed(count: int, nth: Callable[..., bool]) -> list[tuple[str, Any]]:
    """(name, item or owned extern) of each, in order."""
    found: list[tuple[str, Any]] = []
    name = ffi.new("char **")
    length = ffi.new("size_t *")
    for index in range(count):
        if HAS_EXTERNS:
            out = ffi.new("uintptr_t *")
            nth(index, name, length, out)
            found.append((name_at(name, length), own("component_extern", out[0])))
        else:
            out = ffi.new("wasmtime_component_item_t *")
            nth(index, name, length, out)
            found.append((name_at(name, length), _take_item(out[0])))
    return found


def component_imports(type_: Any, engine: Any) -> list[tuple[str, Any]]:
    return _listed(
        lib.wasmtime_component_type_import_count(type_, engine),
        lambda *cells: lib.wasmtime_component_type_import_nth(type_, engine, *cells),
    )


def component_exports(type_: Any, engine: Any) -> list[tuple[str, Any]]:
    return _listed(
        lib.wasmtime_component_type_export_count(type_, engine),
        lambda *cells: lib.wasmtime_component_type_export_nth(type_, engine, *cells),
    )


def instance_exports(type_: Any, engine: Any) -> list[tuple[str, Any]]:
    return _listed(
        lib.wasmtime_component_instance_type_export_count(type_, engine),
        lambda *cells: lib.wasmtime_component_instance_type_export_nth(type_, engine, *cells),
    )


def extern_item(extern: Any) -> Item:
    """What an extern is."""
    out = ffi.new("wasmtime_component_item_t *")
    lib.wasmtime_component_extern_type(extern, out)
    return _take_item(out[0])


def _borrowed_name(read: Callable[[Any, Any], Any], extern: Any) -> str | None:
    length = ffi.new("size_t *")
    # Belongs to the extern; copied at once.
    name = read(extern, length)
    return bytes(ffi.buffer(name, length[0])).decode() if name else None


def extern_implements(extern: Any) -> str | None:
    return _borrowed_name(lib.wasmtime_component_extern_implements, extern)


def extern_external_id(extern: Any) -> str | None:
    return _borrowed_name(lib.wasmtime_component_extern_external_id, extern)


def extern_is_implements(extern: Any, name: bytes) -> bool:
    return bool(lib.wasmtime_component_extern_is_implements(extern, name, len(name)))


def _items(listed: list[tuple[str, Any]]) -> Iterator[tuple[str, Item]]:
    for name, found in listed:
        yield name, extern_item(found) if HAS_EXTERNS else found


def imported_functions(component: Any, engine: Any) -> Iterator[tuple[str, tuple[Shape, ...]]]:
    """The name and the parameters of every function that a component imports.

    Functions of imported instances are among them, under their own names.
    """
    type_ = own("component_type", lib.wasmtime_component_type(component))
    yield from _functions(component_imports(type_, engine), engine)


def _functions(
    listed: list[tuple[str, Any]], engine: Any
) -> Iterator[tuple[str, tuple[Shape, ...]]]:
    for name, item in _items(listed):
        if item.sort == "func":
            params, _ = func_shape(item.native)
            yield name, tuple(shape for _, shape in params)
        elif item.sort == "instance":
            yield from _functions(instance_exports(item.native, engine), engine)


def module_type_imports(type_: Any, engine: Any) -> list[tuple[str, str, ExternDescription]]:
    """(module, name, type) of each import of a core module, in order."""
    return [
        # The import type that is returned is ours.
        take_importtype(lib.wasmtime_module_type_import_nth(type_, engine, index))
        for index in range(lib.wasmtime_module_type_import_count(type_, engine))
    ]


def module_type_exports(type_: Any, engine: Any) -> list[tuple[str, ExternDescription]]:
    """(name, type) of each export of a core module, in order."""
    return [
        take_exporttype(lib.wasmtime_module_type_export_nth(type_, engine, index))
        for index in range(lib.wasmtime_module_type_export_count(type_, engine))
    ]
