"""Component: compiled code of the component model. Shared by threads and stores."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

import wasmtime
from typing_extensions import Self
from wasmtime import component as raw

from ..errors import ArgumentTypeError, ForeignEngineError, WasmtimeError
from ..native import component as native
from ..native.component_items import component_imports, imported_functions
from ..native.component_shapes import Shape
from ..native.failure import ErrorReport
from ..objects.arguments import expect, kind_of
from ..objects.arguments import name as encoded
from ..objects.engine import Engine
from ..objects.module import to_wasm
from ..objects.owned import Owned
from ..ownership.send import Sync
from ._types import ComponentType

__all__ = ["Component", "ExportIndex", "component_for"]


class ExportIndex(Owned, raw.ExportIndex):
    """Where an export of a component is; looks it up faster than its name. Plain data."""

    _kind = "component_export_index"

    def __init__(self) -> None:
        raise WasmtimeError("cannot construct an ExportIndex directly: use get_export_index")

    @classmethod
    def _own(cls, index: Any) -> Self:
        made = cls.__new__(cls)
        made._native = index
        return made


def opened_index(index: object) -> Any:
    """The native index. Raises TypeError when it is no ExportIndex."""
    return expect(index, ExportIndex, "an ExportIndex")._open()


@Sync.register
class Component(Owned, raw.Component):
    """Compiled code. It may be used by many threads and many stores at once."""

    _kind = "component"
    # The native engine that compiled it, for telling engines apart.
    _engine: Any = None
    _names: tuple[str, ...] | None = None
    _functions: Sequence[tuple[str, Sequence[Shape]]] | None = None

    def __init__(self, engine: wasmtime.Engine, wasm: str | bytes | bytearray) -> None:
        """Compile a component, as text or binary.

        Raises WasmtimeError when it is not valid, TypeError for arguments of other types.
        """
        self._unmade()
        if not isinstance(engine, Engine):
            raise TypeError(f"expected an Engine, got {kind_of(engine)}")
        compiler = engine._open()
        self._native = _result(native.component_new(compiler, to_wasm(wasm)))
        self._engine = compiler

    @classmethod
    def from_file(cls, engine: wasmtime.Engine, path: str | bytes | os.PathLike[Any]) -> Self:
        """Compile a file. Raises OSError when it cannot be read, and what the constructor does."""
        with open(path, "rb") as file:
            return cls(engine, file.read())

    @classmethod
    def deserialize(cls, engine: wasmtime.Engine, encoded: bytes | bytearray) -> Self:
        """Load what `serialize` returned, with the same wasmtime and the same configuration.

        The bytes are native code: load only what you wrote yourself. Raises WasmtimeError when
        they do not fit.
        """
        if not isinstance(encoded, (bytes, bytearray)):
            raise TypeError(f"expected bytes, got {kind_of(encoded)}")
        compiler = expect(engine, Engine, "an Engine")._open()
        component = cls.__new__(cls)
        component._native = _result(native.deserialize(compiler, bytes(encoded)))
        component._engine = compiler
        return component

    @classmethod
    def deserialize_file(
        cls, engine: wasmtime.Engine, path: str | bytes | os.PathLike[Any]
    ) -> Self:
        """Load a file that holds what `serialize` returned.

        The file is read once and never mapped: changing it later changes nothing. Raises
        WasmtimeError when it cannot be read or does not fit.
        """
        expect(engine, Engine, "an Engine")
        if not isinstance(path, (str, bytes, os.PathLike)):
            raise ArgumentTypeError(f"expected a path, got {kind_of(path)}")
        try:
            with open(path, "rb") as file:
                encoded = file.read()
        except OSError as error:
            raise WasmtimeError(f"failed to read {os.fsdecode(path)}: {error}") from error
        return cls.deserialize(engine, encoded)

    def serialize(self) -> bytearray:
        """The compiled code, for `deserialize`."""
        return _result(native.serialize(self._open()))  # type: ignore[no-any-return]

    def get_export_index(
        self, name: str, instance: raw.ExportIndex | None = None
    ) -> ExportIndex | None:
        """Where an export is, in the component or in an instance that it exports.

        None when there is none, also when `instance` is of another component.
        """
        within = None if instance is None else opened_index(instance)
        found = native.export_index(self._open(), within, encoded(name, "the name of an export"))
        return None if found is None else ExportIndex._own(found)

    @property
    def type(self) -> ComponentType:
        """What it imports and exports. Outlives the component."""
        return ComponentType._of(native.component_type(self._open()), self._engine)

    def _import_names(self) -> tuple[str, ...]:
        """What is imported, by name; functions of instances are under the instance's."""
        if self._names is None:
            listed = component_imports(native.component_type(self._open()), self._engine)
            self._names = tuple(name for name, _ in listed)
        return self._names

    def _imported_functions(self) -> Sequence[tuple[str, Sequence[Shape]]]:
        """The name and the parameters of each imported function."""
        if self._functions is None:
            self._functions = tuple(imported_functions(self._open(), self._engine))
        return self._functions


def _result(value: Any) -> Any:
    if isinstance(value, ErrorReport):
        raise WasmtimeError(value.message)
    return value


def component_for(component: object, engine: Any, where: str) -> Any:
    """The native component, which has to belong to this engine.

    Raises TypeError when it is no Component, ForeignEngineError when it belongs to another engine.
    """
    component = expect(component, Component, "a Component")
    compiled = component._open()
    if component._engine is not engine:
        raise ForeignEngineError(
            f"this Component was compiled by another Engine than that of the {where}; compile it "
            f"with the engine of the {where}"
        )
    return compiled
