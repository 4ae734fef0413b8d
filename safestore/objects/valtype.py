"""ValType, and what all type descriptions have in common: a plain value, nothing native.

wasmtime's type objects borrow from each other and remember the first engine that they met. These
hold kinds and numbers; a native type object is made for each call that needs one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NoReturn

import wasmtime as raw
from typing_extensions import Self

from ..errors import ArgumentTypeError, ClosedError, WasmtimeError
from ..native import types as native
from ..ownership.send import Sync
from .arguments import kind_of
from .unmade import NEVER_MADE

__all__ = ["Description", "ValType", "buildable", "crossing", "unsupported", "valtype", "valtypes"]


@Sync.register
class Description:
    """What the type classes share: a value behind them, and nothing native to free."""

    _value: Any = NEVER_MADE
    _closed = False

    @classmethod
    def _of(cls, value: Any) -> Self:
        made = cls.__new__(cls)
        made._value = value
        return made

    def _make(self, value: Any) -> None:
        # Once: it may be a key of a dict already.
        if "_value" in self.__dict__:
            raise TypeError(
                f"this {type(self).__name__} is initialized already, and does not change; make a "
                "new one"
            )
        self._value = value

    def _open(self) -> Any:
        if self._closed:
            raise ClosedError(
                f"already closed: this {type(self).__name__} was closed; make another"
            )
        return self._value

    def close(self) -> None:
        """Let go of the description; using it afterwards is a ClosedError. Children live on."""
        self._closed = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    # A C function: nothing that CPython could interrupt, and nothing to do.
    __del__: Any = tuple

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return bool(self._open() == other._open())

    def __hash__(self) -> int:
        return hash(self._open())

    def __reduce__(self) -> tuple[object, ...]:
        return type(self)._of, (self._open(),)

    def _native(self) -> Any:
        # The twin that plain wasmtime code gets: a raw object that owns its own pointer.
        raise WasmtimeError(f"plain wasmtime cannot describe {self!r}")

    def __repr__(self) -> str:
        if "_value" not in self.__dict__:
            return f"<{type(self).__name__} (not made)>"
        return self._shown()

    def _shown(self) -> str:
        return f"<{type(self).__name__}>"

    def ptr(self) -> Any:
        """The native pointer of a raw twin of this description, kept alive by it."""
        self._open()
        self._twin = self._native()
        return self._twin.ptr()

    def _consume(self) -> Any:
        self._open()
        return self._native()._consume()

    @classmethod
    def _from_ptr(cls, ptr: Any, owner: Any = None) -> NoReturn:
        raise TypeError(f"a safestore {cls.__name__} is not made from a pointer")


@Sync.register
class ValType(Description, raw.ValType):
    """The type of a value: i32, i64, f32, f64, funcref, externref; others can only be looked at."""

    _value: str

    @classmethod
    def i32(cls) -> ValType:
        """The type of 32-bit integers."""
        return _I32

    @classmethod
    def i64(cls) -> ValType:
        """The type of 64-bit integers."""
        return _I64

    @classmethod
    def f32(cls) -> ValType:
        """The type of 32-bit floats."""
        return _F32

    @classmethod
    def f64(cls) -> ValType:
        """The type of 64-bit floats."""
        return _F64

    @classmethod
    def externref(cls) -> ValType:
        """The type of references to Python objects."""
        return _EXTERNREF

    @classmethod
    def funcref(cls) -> ValType:
        """The type of references to functions."""
        return _FUNCREF

    def __init__(self) -> None:
        raise WasmtimeError("cannot construct a ValType directly: use ValType.i32() and its kin")

    def close(self) -> None:
        """Does nothing: the value types are shared."""

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ValType) and self._value == other._value

    def __hash__(self) -> int:
        return hash(self._value)

    def __str__(self) -> str:
        # wasmtime's own spelling of this one.
        return "anyref" if self._value == "externref" else self._value

    def __repr__(self) -> str:
        return str(self)

    def _native(self) -> raw.ValType:
        if self._value not in native.BUILDABLE:
            return super()._native()  # type: ignore[no-any-return]
        made: raw.ValType = getattr(raw.ValType, self._value)()
        return made


_I32, _I64, _F32, _F64, _EXTERNREF, _FUNCREF = (
    ValType._of(kind) for kind in ("i32", "i64", "f32", "f64", "externref", "funcref")
)
_VALTYPES = {kind._value: kind for kind in (_I32, _I64, _F32, _F64, _EXTERNREF, _FUNCREF)}


def valtype(kind: str) -> ValType:
    return _VALTYPES.get(kind) or ValType._of(kind)


def valtypes(kinds: Iterable[str]) -> list[ValType]:
    return [valtype(kind) for kind in kinds]


def buildable(value: object) -> str:
    if not isinstance(value, ValType):
        raise ArgumentTypeError(f"expected a ValType, got {kind_of(value)}")
    if value._value not in native.BUILDABLE:
        raise TypeError(
            f"a type with {value} cannot be made from Python: wasmtime's C API passes only "
            "i32, i64, f32, f64, funcref and externref"
        )
    return value._value


def crossing(*kinds: str) -> None:
    """Raise TypeError unless all these kinds can be passed between Python and WebAssembly."""
    for kind in kinds:
        if kind not in native.BUILDABLE:
            raise TypeError(unsupported(kind))


def unsupported(kind: str) -> str:
    """Why a value of this kind cannot cross."""
    return (
        f"a value of type {kind} cannot be passed between Python and WebAssembly: wasmtime's C "
        "API passes only i32, i64, f32, f64, funcref and externref"
    )
