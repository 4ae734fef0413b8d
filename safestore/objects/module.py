"""Module: compiled code. Shared by as many threads and stores as you like."""

from __future__ import annotations

import os
from typing import Any

import wasmtime as raw
from typing_extensions import Self

from ..errors import ArgumentTypeError, WasmtimeError
from ..native import engine as native
from ..native.failure import ErrorReport
from ..native.owned import own
from ..native.types import module_exports, module_imports
from ..ownership.send import Sync
from .arguments import expect, kind_of, octets
from .engine import Engine
from .owned import Owned
from .types import ExportType, ImportType

__all__ = ["Module", "to_wasm", "wat2wasm"]


def _result(value: Any) -> Any:
    if isinstance(value, ErrorReport):
        raise WasmtimeError(value.message)
    return value


def _path(path: str | bytes | os.PathLike[Any]) -> str | bytes:
    # To `open`, what is a number before it is a path would be a file descriptor: read, and then
    # closed under whoever owns it.
    if not isinstance(path, (str, bytes, os.PathLike)):
        raise ArgumentTypeError(f"expected a path, got {kind_of(path)}")
    return os.fspath(path)


def wat2wasm(wat: str | bytes | bytearray) -> bytearray:
    """Convert WebAssembly text to the binary format.

    Raises WasmtimeError when it does not parse, TypeError for anything but text.

    >>> wat2wasm('(module)')
    bytearray(b'\\x00asm\\x01\\x00\\x00\\x00')
    """
    if isinstance(wat, str):
        wat = str.encode(wat, "utf-8")
    elif not isinstance(wat, (bytes, bytearray)):
        raise ArgumentTypeError(f"expected a str or bytes, got {type(wat).__name__}")
    return _result(native.wat_to_wasm(octets(wat)))  # type: ignore[no-any-return]


def to_wasm(source: object) -> bytes:
    """The binary for text or binary: what begins with a NUL is binary.

    Raises TypeError for anything but str, bytes and bytearray.
    """
    if isinstance(source, str) and source and source[0] != "\0":
        return bytes(wat2wasm(source))
    if isinstance(source, bytes) and source and source[0] != 0:
        return bytes(wat2wasm(source))
    if isinstance(source, (bytes, bytearray)):
        return octets(source)
    raise TypeError(f"expected wasm bytes, got {type(source).__name__}")


@Sync.register
class Module(Owned, raw.Module):
    """Compiled code. It may be used by many threads and many stores at once."""

    _kind = "module"
    # The native engine that compiled it, for telling engines apart.
    _engine: Any = None

    def __init__(self, engine: raw.Engine, wasm: str | bytes | bytearray) -> None:
        """Compile WebAssembly text or binary.

        Raises WasmtimeError when it is not valid, TypeError for arguments of other types.
        """
        self._unmade()
        if not isinstance(engine, Engine):
            raise TypeError(f"expected an Engine, got {kind_of(engine)}")
        compiler = engine._open()
        self._native = _result(native.module_new(compiler, to_wasm(wasm)))
        self._engine = compiler

    @classmethod
    def _own(cls, engine: Any, pointer: Any) -> Self:
        module = cls.__new__(cls)
        module._native = own("module", pointer)
        module._engine = engine
        return module

    @classmethod
    def from_file(cls, engine: raw.Engine, path: str | bytes | os.PathLike[Any]) -> Self:
        """Compile a file of WebAssembly text or binary.

        Raises OSError when it cannot be read, TypeError when `path` is no path, and what the
        constructor raises.
        """
        with open(_path(path), "rb") as file:
            return cls(engine, file.read())

    @classmethod
    def deserialize(cls, engine: raw.Engine, encoded: bytes | bytearray) -> Self:
        """Load what `serialize` returned, with the same wasmtime and the same configuration.

        The bytes are native code: load only what you wrote yourself. Raises WasmtimeError when
        they do not fit.
        """
        if not isinstance(encoded, (bytes, bytearray)):
            raise TypeError(f"expected bytes, got {type(encoded).__name__}")
        compiler = expect(engine, Engine, "an Engine")._open()
        module = cls.__new__(cls)
        module._native = _result(native.deserialize(compiler, octets(encoded)))
        module._engine = compiler
        return module

    @classmethod
    def deserialize_file(cls, engine: raw.Engine, path: str | bytes | os.PathLike[Any]) -> Self:
        """Load a file that holds what `serialize` returned.

        The file is read once and never mapped: changing it later changes nothing. Raises
        WasmtimeError when it cannot be read or does not fit.
        """
        expect(engine, Engine, "an Engine")
        path = _path(path)
        try:
            with open(path, "rb") as file:
                encoded = file.read()
        except OSError as error:
            raise WasmtimeError(f"failed to read {os.fsdecode(path)}: {error}") from error
        return cls.deserialize(engine, encoded)

    @classmethod
    def validate(cls, engine: raw.Engine, wasm: bytes | bytearray) -> None:
        """Raise WasmtimeError when the binary is not valid for the engine's configuration."""
        if not isinstance(wasm, (bytes, bytearray)):
            raise TypeError(f"expected wasm bytes, got {type(wasm).__name__}")
        compiler = expect(engine, Engine, "an Engine")._open()
        _result(native.validate(compiler, octets(wasm)))

    @property
    def imports(self) -> list[ImportType]:  # type: ignore[override]
        """What the module wants to import, in order."""
        return [ImportType._of(item) for item in module_imports(self._open())]

    @property
    def exports(self) -> list[ExportType]:  # type: ignore[override]
        """What the module exports, in order."""
        return [ExportType._of(item) for item in module_exports(self._open())]

    def serialize(self) -> bytearray:
        """The compiled code, for `deserialize`."""
        return _result(native.serialize(self._open()))  # type: ignore[no-any-return]
