"""The type descriptions: plain immutable values, freely shared by threads and engines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import wasmtime as raw

from ..errors import ArgumentTypeError, WasmtimeError
from ..native import types as native
from .arguments import kind_of, number
from .outcome import check
from .valtype import Description, ValType, buildable, valtype, valtypes

__all__ = [
    "ExportType",
    "FuncType",
    "GlobalType",
    "ImportType",
    "Limits",
    "MemoryType",
    "TableType",
    "TagType",
    "describe",
]


class FuncType(Description, raw.FuncType):
    """The type of a function: its parameters and its results."""

    _value: native.FuncDescription

    def __init__(self, params: Iterable[raw.ValType], results: Iterable[raw.ValType]) -> None:
        """Raises TypeError for anything in the lists that is no ValType."""
        self._make(
            native.FuncDescription(tuple(map(buildable, params)), tuple(map(buildable, results)))
        )

    @property
    def params(self) -> list[ValType]:  # type: ignore[override]
        """The types of the parameters."""
        return valtypes(self._open().params)

    @property
    def results(self) -> list[ValType]:  # type: ignore[override]
        """The types of the results."""
        return valtypes(self._open().results)

    def _shown(self) -> str:
        params, results = self._value
        return f"FuncType([{', '.join(params)}] -> [{', '.join(results)}])"

    def _native(self) -> raw.FuncType:
        params, results = self._value
        return raw.FuncType(
            [valtype(kind)._native() for kind in params],
            [valtype(kind)._native() for kind in results],
        )


class GlobalType(Description, raw.GlobalType):
    """The type of a global: what it holds, and whether that may change."""

    _value: native.GlobalDescription

    def __init__(self, valtype: raw.ValType, mutable: bool) -> None:
        """Raises TypeError when `valtype` is no ValType."""
        self._make(native.GlobalDescription(buildable(valtype), bool(mutable)))

    @property
    def content(self) -> ValType:
        """The type of the value."""
        return valtype(self._open().content)

    @property
    def mutable(self) -> bool:
        """Whether the value may change."""
        return bool(self._open().mutable)

    def _shown(self) -> str:
        return f"GlobalType({'mut ' if self._value.mutable else ''}{self._value.content})"

    def _native(self) -> raw.GlobalType:
        return raw.GlobalType(valtype(self._value.content)._native(), self._value.mutable)


class Limits(raw.Limits):
    """A minimum and, unless it is None, a maximum: table elements, or pages of a memory."""

    def __repr__(self) -> str:
        return f"Limits({self.min}, {self.max})"

    def __hash__(self) -> int:
        return hash((self.min, self.max))

    def __eq__(self, other: object) -> bool:
        return bool(raw.Limits.__eq__(self, other))


def _limits(limits: object, bound: int) -> tuple[int, int | None]:
    if not isinstance(limits, raw.Limits):
        raise ArgumentTypeError(f"expected Limits, got {kind_of(limits)}")
    minimum = number(limits.min, "Limits.min", 0, bound)
    maximum = None if limits.max is None else number(limits.max, "Limits.max", 0, bound)
    if maximum is not None and minimum > maximum:
        raise WasmtimeError(f"the minimum {minimum} is greater than the maximum {maximum}")
    return minimum, maximum


class TableType(Description, raw.TableType):
    """The type of a table: what its elements are, and how many there may be."""

    _value: native.TableDescription

    def __init__(self, valtype: raw.ValType, limits: raw.Limits) -> None:
        """Raises TypeError for other types, WasmtimeError when the element is no reference."""
        minimum, maximum = _limits(limits, 0xFFFF_FFFF)
        element = buildable(valtype)
        if element not in native.REFERENCES:
            raise WasmtimeError(f"failed to allocate TableType: {element} is no reference type")
        # wasm.h has one word for "no maximum" and 2**32 - 1.
        self._make(
            native.TableDescription(element, minimum, None if maximum == 0xFFFF_FFFF else maximum)
        )

    @property
    def element(self) -> ValType:
        """The type of the elements."""
        return valtype(self._open().element)

    @property
    def limits(self) -> Limits:
        """How many elements there may be."""
        value = self._open()
        return Limits(value.min, value.max)

    def _shown(self) -> str:
        return f"TableType({self._value.element}, {Limits(self._value.min, self._value.max)!r})"

    def _native(self) -> raw.TableType:
        element, minimum, maximum = self._value
        return raw.TableType(valtype(element)._native(), raw.Limits(minimum, maximum))


class MemoryType(Description, raw.MemoryType):
    """The type of a memory: its size in pages, its index type, its page size."""

    _value: native.MemoryDescription

    def __init__(
        self,
        limits: raw.Limits,
        is_64: bool = False,
        shared: bool = False,
        page_size_log2: int = 16,
    ) -> None:
        """Limits are in pages of `2 ** page_size_log2` bytes (16, or 0 with custom page sizes).

        Raises TypeError for other types, WasmtimeError for limits that no memory can have.
        """
        if not isinstance(limits, raw.Limits):
            raise TypeError(f"expected Limits, got {kind_of(limits)}")
        bound = 2**64 if is_64 else 2**32
        for limit, what in ((limits.min, "minimum"), (limits.max, "maximum")):
            if limit is not None and number(limit, what, -(2**128), 2**128) >= bound:
                raise WasmtimeError(f"{what} size too large")
        minimum, maximum = _limits(limits, bound - 1)
        value = native.MemoryDescription(
            minimum,
            maximum,
            bool(is_64),
            bool(shared),
            number(page_size_log2, "page_size_log2", 0, 255),
        )
        check(native.check_memorytype(value))
        self._make(value)

    @property
    def limits(self) -> Limits:
        """The size in pages."""
        value = self._open()
        return Limits(value.min, value.max)

    @property
    def is_64(self) -> bool:
        """Whether addresses are 64 bits wide."""
        return bool(self._open().is_64)

    @property
    def is_shared(self) -> bool:
        """Whether threads of guests share it."""
        return bool(self._open().shared)

    @property
    def page_size(self) -> int:
        """The size of a page in bytes."""
        return 1 << int(self._open().page_size_log2)

    @property
    def page_size_log2(self) -> int:
        """The binary logarithm of the size of a page in bytes."""
        return int(self._open().page_size_log2)

    def _shown(self) -> str:
        value = self._value
        return (
            f"MemoryType({Limits(value.min, value.max)!r}, is_64={value.is_64}, "
            f"shared={value.shared}, page_size_log2={value.page_size_log2})"
        )

    def _native(self) -> raw.MemoryType:
        value = self._value
        return raw.MemoryType(
            raw.Limits(value.min, value.max), value.is_64, value.shared, value.page_size_log2
        )


class TagType(Description, raw.TagType):
    """The type of an exception tag: the payload that it carries, as a function type."""

    _value: native.TagDescription

    def __init__(self, functype: raw.FuncType) -> None:
        """Raises TypeError when `functype` is no FuncType. The FuncType stays usable."""
        if not isinstance(functype, FuncType):
            raise TypeError(f"expected a FuncType, got {kind_of(functype)}")
        self._make(native.TagDescription(*functype._open()))

    @property
    def functype(self) -> FuncType:
        """The payload."""
        return FuncType._of(native.FuncDescription(*self._open()))

    def _shown(self) -> str:
        return f"TagType([{', '.join(self._value.params)}])"

    def _native(self) -> raw.TagType:
        return raw.TagType(FuncType._of(native.FuncDescription(*self._value))._native())


AsExternType = FuncType | GlobalType | TableType | MemoryType | TagType

_CLASSES: dict[type, Any] = {
    native.FuncDescription: FuncType,
    native.GlobalDescription: GlobalType,
    native.TableDescription: TableType,
    native.MemoryDescription: MemoryType,
    native.TagDescription: TagType,
}


def describe(value: native.ExternDescription) -> AsExternType:
    """The type object for a description read from the native side."""
    made: AsExternType = _CLASSES[type(value)]._of(value)
    return made


class ImportType(Description, raw.ImportType):
    """What a module wants to import: under which names, of which type."""

    _value: tuple[str, str, native.ExternDescription]

    def __init__(self) -> None:
        raise WasmtimeError("cannot construct an ImportType directly: a Module has them")

    @property
    def module(self) -> str:
        """The first of the two names."""
        return str(self._open()[0])

    @property
    def name(self) -> str | None:
        """The second of the two names."""
        return str(self._open()[1])

    @property
    def type(self) -> AsExternType:
        """What it must be: a FuncType, GlobalType, TableType, MemoryType or TagType."""
        return describe(self._open()[2])

    def _shown(self) -> str:
        module, name, kind = self._value
        return f"<ImportType {module}.{name}: {describe(kind)!r}>"


class ExportType(Description, raw.ExportType):
    """What a module exports: under which name, of which type."""

    _value: tuple[str, native.ExternDescription]

    def __init__(self) -> None:
        raise WasmtimeError("cannot construct an ExportType directly: a Module has them")

    @property
    def name(self) -> str:
        """The name."""
        return str(self._open()[0])

    @property
    def type(self) -> AsExternType:
        """What it is: a FuncType, GlobalType, TableType, MemoryType or TagType."""
        return describe(self._open()[1])

    def _shown(self) -> str:
        name, kind = self._value
        return f"<ExportType {name}: {describe(kind)!r}>"
