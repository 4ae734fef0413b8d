"""The types of values that are made of others, and of handles to resources.

They stand for native objects that own what they refer to, so a child outlives its parent; each
Python object can be closed on its own.
"""

from __future__ import annotations

from typing import Any, NoReturn

from typing_extensions import Self
from wasmtime import component as raw

from ..errors import WasmtimeError
from ..native.component_shapes import Shape
from ..objects.arguments import expect
from ..objects.owned import Owned
from ._resources import ResourceType
from ._valtypes import ValType, of_kind, val_type, val_type_or_none

__all__ = [
    "BorrowType",
    "EnumType",
    "FlagsType",
    "FutureType",
    "ListType",
    "OptionType",
    "OwnType",
    "RecordType",
    "ResultType",
    "StreamType",
    "TupleType",
    "VariantType",
]


class Composite(Owned, ValType):
    """A type that is made of others."""

    _shape: Shape

    def __init__(self) -> None:
        raise WasmtimeError(f"cannot construct a {type(self).__name__} directly")

    @classmethod
    def _of(cls, shape: Shape) -> Self:
        made = cls.__new__(cls)
        made._shape = shape
        made._native = shape.native
        return made

    def _open_shape(self) -> Shape:
        self._open()
        return self._shape

    def _set_ptr(self, ptr: Any) -> None:
        super()._set_ptr(ptr)
        self._shape = Shape(self._value_kind, self._native)

    def _consume(self) -> NoReturn:
        raise TypeError(f"a {type(self).__name__} is shared and cannot be taken")

    def __repr__(self) -> str:
        return Owned.__repr__(self)


@of_kind("list")
class ListType(Composite, raw.ListType):
    """A list, or bytes if the element is u8."""

    _kind = "component_list_type"

    @property
    def element(self) -> ValType:
        """The type of the elements."""
        return val_type(self._open_shape().parts)


@of_kind("record")
class RecordType(Composite, raw.RecordType):
    """Anything with these attributes; given back as a Record."""

    _kind = "component_record_type"

    @property
    def fields(self) -> list[tuple[str, ValType]]:  # type: ignore[override]
        """The name and the type of each field."""
        return [(name, val_type(part)) for name, part in self._open_shape().parts]


@of_kind("tuple")
class TupleType(Composite, raw.TupleType):
    """A tuple."""

    _kind = "component_tuple_type"

    @property
    def elements(self) -> list[ValType]:  # type: ignore[override]
        """The types of the elements."""
        return [val_type(part) for part in self._open_shape().parts]


@of_kind("variant")
class VariantType(Composite, raw.VariantType):
    """The value of one of several cases, in a Variant where the value does not tell which."""

    _kind = "component_variant_type"

    @property
    def cases(self) -> list[tuple[str, ValType | None]]:  # type: ignore[override]
        """The name of each case and the type of its payload, None where it has none."""
        return [(name, val_type_or_none(part)) for name, part in self._open_shape().parts]


@of_kind("enum")
class EnumType(Composite, raw.EnumType):
    """One of several names."""

    _kind = "component_enum_type"

    @property
    def names_count(self) -> int:
        """How many names there are."""
        return len(self._open_shape().parts)

    def name(self, n: int) -> str | None:
        """The name with this number, from 0; None when there is none."""
        names = self._open_shape().parts
        return names[n] if 0 <= n < len(names) else None

    @property
    def names(self) -> list[str]:
        """The names."""
        return list(self._open_shape().parts)


@of_kind("option")
class OptionType(Composite, raw.OptionType):
    """None or a value, in a Variant where the value itself can be None."""

    _kind = "component_option_type"

    @property
    def payload(self) -> ValType:
        """The type of the value."""
        return val_type(self._open_shape().parts)


@of_kind("result")
class ResultType(Composite, raw.ResultType):
    """The value of a success or of a failure, in a Variant where it does not tell which."""

    _kind = "component_result_type"

    @property
    def ok(self) -> ValType | None:
        """The type of the value of a success; None when it has none."""
        return val_type_or_none(self._open_shape().parts[0])

    @property
    def err(self) -> ValType | None:
        """The type of the value of a failure; None when it has none."""
        return val_type_or_none(self._open_shape().parts[1])


@of_kind("flags")
class FlagsType(Composite, raw.FlagsType):
    """A set of names."""

    _kind = "component_flags_type"

    @property
    def names(self) -> list[str]:
        """The names that there are."""
        return list(self._open_shape().parts)


@of_kind("future")
class FutureType(Composite, raw.FutureType):
    """A type whose values wasmtime's C API cannot pass."""

    _kind = "component_future_type"

    @property
    def payload(self) -> ValType | None:  # type: ignore[override]
        """The type of the value to come; None when there is none."""
        return val_type_or_none(self._open_shape().parts)


@of_kind("stream")
class StreamType(Composite, raw.StreamType):
    """A type whose values wasmtime's C API cannot pass."""

    _kind = "component_stream_type"

    @property
    def payload(self) -> ValType | None:  # type: ignore[override]
        """The type of the values to come; None when there is none."""
        return val_type_or_none(self._open_shape().parts)


class _Handle(ValType):
    """A handle to a resource: `ty` tells which."""

    ty: ResourceType

    def __init__(self, ty: raw.ResourceType) -> None:
        """Raises TypeError when `ty` is no ResourceType."""
        self.ty = expect(ty, ResourceType, "a ResourceType")

    @classmethod
    def _of(cls, shape: Shape) -> Self:
        return cls(ResourceType._of(shape.native))

    def _open_shape(self) -> Shape:
        return Shape(self._value_kind, expect(self.ty, ResourceType, "a ResourceType")._open())

    def __repr__(self) -> str:
        return f"{type(self).__name__}(ty={self.ty!r})"


@of_kind("own")
class OwnType(_Handle, raw.OwnType):  # type: ignore[misc]
    """A resource whose owner changes when it is passed."""


@of_kind("borrow")
class BorrowType(_Handle, raw.BorrowType):  # type: ignore[misc]
    """A resource that is lent for the length of a call."""
