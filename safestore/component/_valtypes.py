"""The types of values, and those of them that are not made of others. Immutable and shared.

The classes enter themselves in a register, so that a type can name its parts' classes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

from typing_extensions import Self
from wasmtime import component as raw

from ..errors import WasmtimeError
from ..native import component_values as native
from ..native.component_shapes import Shape, equal
from ..objects.storelike import Storelike, native_of
from ..ownership.send import Sync
from ._guards import guarded
from ._values import Lowering, UncrossableTypeError, classes, lift, lower, uncrossable

__all__ = [
    "F32",
    "F64",
    "S8",
    "S16",
    "S32",
    "S64",
    "U8",
    "U16",
    "U32",
    "U64",
    "Bool",
    "Char",
    "ErrorContext",
    "String",
    "ValType",
    "of_kind",
    "val_type",
    "val_type_or_none",
]


V = TypeVar("V", bound="ValType")


@guarded("component.ValType")
@Sync.register
class ValType(raw.ValType):
    """The type of a value. Types that say the same are equal."""

    _value_kind: ClassVar[str]

    def __init__(self) -> None:
        if not hasattr(type(self), "_value_kind"):
            raise WasmtimeError(f"cannot construct a {type(self).__name__} directly")

    @classmethod
    def _of(cls, shape: Shape) -> Self:
        return cls()

    def _open_shape(self) -> Shape:
        return Shape(self._value_kind)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, ValType):
            return NotImplemented
        return equal(self._open_shape(), other._open_shape())

    def __hash__(self) -> int:
        return hash(self._open_shape().kind)

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"

    def add_classes(self, s: set[type]) -> None:
        """Add the Python classes whose instances this type takes."""
        s |= classes(self._open_shape())

    def convert_to_c(self, store: Storelike, val: Any, ptr: Any) -> None:
        """Convert `val` into plain wasmtime's struct at `ptr`, which owns it from now on.

        What the struct held before is not freed. Raises what a call with this value raises.
        """
        shape = self._open_shape()
        out = native.slot_of(ptr)
        lowering = Lowering(native_of(store))
        made = native.new_value()
        try:
            lower(shape, val, made, lowering)
            lowering.give()
            native.hand_over(made, out)
        finally:
            native.delete(made, 1)

    def convert_from_c(self, c: Any) -> Any:
        """The Python value of plain wasmtime's struct, which is emptied.

        Raises UncrossableTypeError for types that have none, and for resources: the struct does
        not tell their store.
        """
        shape = self._open_shape()
        if shape.kinds() & {"own", "borrow"}:
            raise UncrossableTypeError("a resource cannot be converted without its store")
        slot = native.slot_of(c)
        native.expect_kind(slot, shape.kind)
        value = lift(shape, slot)
        native.clear(slot)
        return value


_classes: dict[str, type[ValType]] = {}


def of_kind(kind: str) -> Callable[[type[V]], type[V]]:
    """Class decorator: this is the class for types of that kind."""

    def register(cls: type[V]) -> type[V]:
        cls._value_kind = kind
        _classes[kind] = cls
        return cls

    return register


def val_type(shape: Shape) -> ValType:
    """The public object for a type, a new one each time.

    Raises TypeError for a type that wasmtime has and its bindings do not know.
    """
    cls = _classes.get(shape.kind)
    if cls is None:
        raise uncrossable(shape.kind)
    return cls._of(shape)


def val_type_or_none(shape: Shape | None) -> ValType | None:
    """None for None."""
    return None if shape is None else val_type(shape)


@of_kind("bool")
class Bool(ValType, raw.Bool):
    """bool"""


@of_kind("s8")
class S8(ValType, raw.S8):
    """An int of 8 bits, signed."""


@of_kind("s16")
class S16(ValType, raw.S16):
    """An int of 16 bits, signed."""


@of_kind("s32")
class S32(ValType, raw.S32):
    """An int of 32 bits, signed."""


@of_kind("s64")
class S64(ValType, raw.S64):
    """An int of 64 bits, signed."""


@of_kind("u8")
class U8(ValType, raw.U8):
    """An int of 8 bits, unsigned."""


@of_kind("u16")
class U16(ValType, raw.U16):
    """An int of 16 bits, unsigned."""


@of_kind("u32")
class U32(ValType, raw.U32):
    """An int of 32 bits, unsigned."""


@of_kind("u64")
class U64(ValType, raw.U64):
    """An int of 64 bits, unsigned."""


@of_kind("f32")
class F32(ValType, raw.F32):
    """A float of 32 bits."""


@of_kind("f64")
class F64(ValType, raw.F64):
    """A float of 64 bits."""


@of_kind("char")
class Char(ValType, raw.Char):
    """A str of one character that is no surrogate."""


@of_kind("string")
class String(ValType, raw.String):
    """A str without surrogates."""


@of_kind("error-context")
class ErrorContext(ValType, raw.ErrorContext):
    """A type whose values wasmtime's C API cannot pass."""
