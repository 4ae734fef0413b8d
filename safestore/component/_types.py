"""What components and their parts are: functions, instances, modules, and their externs.

Immutable and shared by threads. Those that are read with the help of an engine belong to it.
"""

from __future__ import annotations

from typing import Any, NoReturn

import wasmtime
from typing_extensions import Self
from wasmtime import component as raw
from wasmtime.component import _types as raw_types

from ..errors import ForeignEngineError, WasmtimeError
from ..native import component_items as native
from ..native.component_items import Item
from ..native.component_shapes import FuncShape, func_shape
from ..objects.arguments import expect
from ..objects.arguments import name as encoded
from ..objects.engine import Engine
from ..objects.owned import Owned
from ..objects.types import ExportType, ImportType
from ..ownership.send import Sync
from ._resources import ResourceType
from ._valtypes import ValType, val_type

__all__ = [
    "ComponentExtern",
    "ComponentInstanceType",
    "ComponentItem",
    "ComponentType",
    "FuncType",
    "ModuleType",
]


@Sync.register
class _Described(Owned):
    """A type that wasmtime describes. It shares its native object with its likes."""

    def __init__(self) -> None:
        raise WasmtimeError(f"cannot construct a {type(self).__name__} directly")

    def _consume(self) -> NoReturn:
        raise TypeError(f"a {type(self).__name__} is shared and cannot be taken")


class _OfEngine(_Described):
    _engine: Any

    @classmethod
    def _of(cls, native_type: Any, engine: Any) -> Self:
        made = cls.__new__(cls)
        made._native = native_type
        made._engine = engine
        return made

    def _read_with(self, engine: wasmtime.Engine) -> tuple[Any, Any]:
        """The native type, and the native engine, which has to be the type's own."""
        opened = self._open()
        given = expect(engine, Engine, "an Engine")._open()
        if given is not self._engine:
            raise ForeignEngineError(
                f"this {type(self).__name__} belongs to another Engine; ask with the engine of "
                "its component"
            )
        return opened, given


class FuncType(_Described, raw.FuncType):
    """The type of a component's function."""

    _kind = "component_func_type"
    _shape: FuncShape | None = None

    @classmethod
    def _of(cls, native_type: Any) -> Self:
        made = cls.__new__(cls)
        made._native = native_type
        return made

    @classmethod
    def _from_ptr(cls, ptr: Any, owner: Any = None) -> NoReturn:
        raise TypeError("a safestore FuncType is not made from a pointer")

    def _open_shape(self) -> FuncShape:
        native_type = self._open()
        if self._shape is None:
            self._shape = func_shape(native_type)
        return self._shape

    @property
    def params(self) -> list[tuple[str, ValType]]:  # type: ignore[override]
        """The name and the type of each parameter."""
        return [(name, val_type(shape)) for name, shape in self._open_shape()[0]]

    @property
    def result(self) -> ValType | None:
        """The type of the result; None when there is none."""
        shape = self._open_shape()[1]
        return None if shape is None else val_type(shape)


class ModuleType(_OfEngine, raw.ModuleType):
    """The type of a core module."""

    _kind = "module_type"

    def imports(self, engine: wasmtime.Engine) -> list[wasmtime.ImportType]:
        """What it imports, in order. Raises ForeignEngineError for another engine."""
        found = native.module_type_imports(*self._read_with(engine))
        return [ImportType._of(item) for item in found]

    def exports(self, engine: wasmtime.Engine) -> list[wasmtime.ExportType]:
        """What it exports, in order. Raises ForeignEngineError for another engine."""
        found = native.module_type_exports(*self._read_with(engine))
        return [ExportType._of(item) for item in found]


class ComponentType(_OfEngine, raw.ComponentType):
    """The type of a component."""

    _kind = "component_type"

    def imports(self, engine: wasmtime.Engine) -> dict[str, ComponentExtern | Any]:
        """What it imports, by name: a ComponentExtern each, or up to wasmtime 48 a ComponentItem.

        Raises ForeignEngineError for another engine.
        """
        return _by_name(native.component_imports(*self._read_with(engine)), self._engine)

    def exports(self, engine: wasmtime.Engine) -> dict[str, ComponentExtern | Any]:
        """What it exports, by name, as for `ComponentType.imports`."""
        return _by_name(native.component_exports(*self._read_with(engine)), self._engine)


class ComponentInstanceType(_OfEngine, raw.ComponentInstanceType):
    """The type of an instance of a component."""

    _kind = "component_instance_type"

    def exports(self, engine: wasmtime.Engine) -> dict[str, ComponentExtern | Any]:
        """What it exports, by name, as for `ComponentType.imports`."""
        return _by_name(native.instance_exports(*self._read_with(engine)), self._engine)


ComponentItem = (
    ComponentType | ModuleType | ComponentInstanceType | ResourceType | ValType | FuncType
)

_PARTS: dict[str, Any] = {
    "component": ComponentType,
    "instance": ComponentInstanceType,
    "module": ModuleType,
}


def _item(item: Item, engine: Any) -> ComponentItem:
    if item.sort in _PARTS:
        part: ComponentItem = _PARTS[item.sort]._of(item.native, engine)
        return part
    if item.sort == "func":
        return FuncType._of(item.native)
    if item.sort == "resource":
        return ResourceType._of(item.native)
    if item.sort == "value":
        return val_type(item.native)
    raise TypeError(f"unknown component item kind: {item.sort}")


def _by_name(listed: list[tuple[str, Any]], engine: Any) -> dict[str, Any]:
    """Externs where wasmtime has them, and else the items themselves."""
    if native.HAS_EXTERNS:
        return {name: ComponentExtern._of(extern, engine) for name, extern in listed}
    return {name: _item(item, engine) for name, item in listed}


class ComponentExtern(_OfEngine, getattr(raw_types, "ComponentExtern", object)):  # type: ignore[misc]
    """What a component imports or exports under a name, with what was said about the name."""

    _kind = "component_extern"

    @property
    def ty(self) -> ComponentItem:
        """The type: one of ComponentItem."""
        return _item(native.extern_item(self._open()), self._engine)

    @property
    def implements(self) -> str | None:
        """The interface that an instance was said to implement; None when nothing was said."""
        return native.extern_implements(self._open())

    def is_implements(self, s: str) -> bool:
        """Whether it was said to implement this interface, or one that is compatible."""
        return native.extern_is_implements(self._open(), encoded(s, "the name of an interface"))

    @property
    def external_id(self) -> str | None:
        """The identifier that it was given for tools; None when it was given none."""
        return native.extern_external_id(self._open())
