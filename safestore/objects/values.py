"""Values: `Val`, and the conversions between Python's values and WebAssembly's (C3, C5).

Integers are taken in their signed or unsigned range and given back signed. Floats are floats.
None of these is ever rounded, wrapped or guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from struct import Struct
from typing import Any, ClassVar, NoReturn

import wasmtime as raw

from ..errors import WasmtimeError
from ..native import values as native
from ..native.handles import handle_bytes
from ..native.signature import NumericSignature
from ..native.store import NativeStore
from ..ownership.send import NotSend
from .arguments import integer, kind_of
from .externs import as_func, wrap_func
from .unmade import NEVER_MADE
from .valtype import ValType, unsupported, valtype

__all__ = ["Val", "arguments", "from_slot", "numbers", "results", "scalar", "to_slot"]

# The lowest value, the first value beyond the unsigned range, and the modulus.
_INTEGERS = {"i32": (-(2**31), 2**32), "i64": (-(2**63), 2**64)}


@NotSend.register
class Val(raw.Val):
    """A value with its WebAssembly type, where a bare Python value would not tell."""

    __reduce__: ClassVar[None]  # type: ignore[assignment]
    _kind: str = NEVER_MADE  # type: ignore[assignment]
    _val: Any = NEVER_MADE

    def __init__(self, kind: Any, val: Any):
        """`kind` is a name such as "i32", or wasmtime's number for it.

        Raises TypeError or OverflowError for a value that is not of that kind.
        """
        if isinstance(kind, ValType):
            kind = kind._value
        elif not isinstance(kind, str):
            kind = _kind_name(kind)
        self._kind = kind
        if kind == "funcref" and val is not None and not isinstance(val, raw.Func):
            raise TypeError(f"expected a Func or None, got {kind_of(val)}")
        self._val = scalar(kind, val) if kind not in _REFERENCES else val

    @classmethod
    def i32(cls, val: int) -> Val:
        """A 32-bit integer, signed or unsigned. Raises TypeError, OverflowError."""
        return cls("i32", val)

    @classmethod
    def i64(cls, val: int) -> Val:
        """A 64-bit integer, signed or unsigned. Raises TypeError, OverflowError."""
        return cls("i64", val)

    @classmethod
    def f32(cls, val: float) -> Val:
        """A 32-bit float, rounded to one. Raises TypeError, OverflowError."""
        return cls("f32", val)

    @classmethod
    def f64(cls, val: float) -> Val:
        """A 64-bit float. Raises TypeError."""
        return cls("f64", val)

    @classmethod
    def externref(cls, extern: Any) -> Val:
        """A reference to any Python object; None is the null reference."""
        return cls("externref", extern)

    @classmethod
    def funcref(cls, f: raw.Func | None) -> Val:
        """A reference to a function; None is the null reference. Raises TypeError."""
        return cls("funcref", f)

    @classmethod
    def ref_null(cls, ty: raw.ValType) -> Val:
        """The null reference of a type. Raises WasmtimeError when it is no reference type."""
        if isinstance(ty, ValType) and ty._value in _REFERENCES:
            return cls(ty._value, None)
        raise WasmtimeError(f"Invalid reference type for `ref_null`: {ty}")

    def __eq__(self, rhs: object) -> Any:
        if isinstance(rhs, Val):
            return self._kind == rhs._kind and self._val == rhs._val
        return self._val == rhs

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Val.{self._kind}({self._val!r})"

    @property
    def value(self) -> Any:
        """The Python value."""
        return self._val

    def _as(self, kind: str) -> Any:
        return self._val if self._kind == kind else None

    def as_i32(self) -> int | None:
        """The value of an i32, None for any other type."""
        return self._as("i32")  # type: ignore[no-any-return]

    def as_i64(self) -> int | None:
        """The value of an i64, None for any other type."""
        return self._as("i64")  # type: ignore[no-any-return]

    def as_f32(self) -> float | None:
        """The value of an f32, None for any other type."""
        return self._as("f32")  # type: ignore[no-any-return]

    def as_f64(self) -> float | None:
        """The value of an f64, None for any other type."""
        return self._as("f64")  # type: ignore[no-any-return]

    def as_externref(self) -> Any:
        """The object of an externref, None for any other type and for the null reference."""
        return self._as("externref")

    def as_funcref(self) -> raw.Func | None:
        """The function of a funcref, None for any other type and for the null reference."""
        return self._as("funcref")  # type: ignore[no-any-return]

    @property
    def type(self) -> ValType:
        """The type."""
        return valtype(self._kind)


_REFERENCES = frozenset({"externref", "funcref"})
_F32 = Struct("=f")


def _kind_name(kind: Any) -> str:
    number = getattr(kind, "value", kind)
    for name, value in native.KINDS.items():
        if value == number:
            return name
    raise TypeError(f"unknown kind of value: {kind!r}")


def _unwrapped(kind: str, value: Any) -> Any:
    if isinstance(value, Val):
        if value._kind != kind:
            raise TypeError(f"wrong type of `Val` provided: expected {kind}, got {value._kind}")
        return value._val
    if isinstance(value, raw.Val):
        return value.value
    return value


def scalar(kind: str, value: Any) -> Any:
    """A Python number as the number that `kind` holds; a Val is unwrapped.

    Raises TypeError for a value of another sort, OverflowError for one that does not fit.
    """
    value = _unwrapped(kind, value)
    bounds = _INTEGERS.get(kind)
    if bounds is not None:
        if type(value) is not int:
            if isinstance(value, float):
                _refuse(kind, value)
            try:
                value = integer(value)
            except TypeError:
                _refuse(kind, value)
        low, beyond = bounds
        if not low <= value < beyond:
            raise OverflowError(
                f"{value} does not fit {kind}: it holds {low}..{beyond // 2 - 1}, or "
                f"0..{beyond - 1} unsigned"
            )
        return value - beyond if value >= beyond // 2 else value
    if kind not in ("f32", "f64"):
        raise TypeError(unsupported(kind))
    if not isinstance(value, float):
        _refuse(kind, value)
    value = float.__float__(value)
    return _round(value) if kind == "f32" else value


def _round(value: float) -> float:
    try:
        rounded: float = _F32.unpack(_F32.pack(value))[0]
    except OverflowError:
        raise OverflowError(
            f"{value!r} does not fit f32: its largest finite value is 3.4028234663852886e+38"
        ) from None
    return rounded


def _refuse(kind: str, value: Any) -> NoReturn:
    raise TypeError(f"don't know how to convert {value!r} to {kind}")


def numbers(kinds: Sequence[str], values: Sequence[Any]) -> list[Any]:
    """As many scalars as there are kinds."""
    return [scalar(kind, value) for kind, value in zip(kinds, values, strict=True)]


def check_count(given: int, expected: int) -> None:
    """Raise WasmtimeError unless a call was given as many arguments as it takes."""
    if given != expected:
        few = "few" if given < expected else "many"
        raise WasmtimeError(f"too {few} parameters provided: given {given}, expected {expected}")


def arguments(plan: NumericSignature, values: Sequence[Any]) -> list[Any]:
    """The arguments of a call of a numeric signature, as its plan can pack them."""
    check_count(len(values), len(plan.params))
    return numbers(plan.params, values)


def spread(kinds: Sequence[str], result: Any) -> Sequence[Any]:
    """What a host function returned, as one value for each kind of its results.

    Raises WasmtimeError when there are too many or too few, TypeError when there should be
    several and it is no sequence of values.
    """
    if not kinds:
        if result is not None:
            raise WasmtimeError("callback produced results when it shouldn't")
        return ()
    if len(kinds) == 1:
        return (result,)
    if isinstance(result, (str, bytes, bytearray, dict, set, frozenset)):
        raise TypeError(
            f"a host function with {len(kinds)} results returns a list or a tuple of them, not "
            f"{type(result).__name__}"
        )
    if len(result) != len(kinds):
        raise WasmtimeError(
            f"callback produced wrong number of results: {len(result)}, expected {len(kinds)}"
        )
    return tuple(result)


def results(plan: NumericSignature, result: Any) -> list[Any]:
    """What a host function of a numeric signature returned, as its plan can store it."""
    return numbers(plan.results, spread(plan.results, result))


def to_slot(store: NativeStore, slot: Any, kind: str, value: Any) -> None:
    """Put a value of any kind into a native slot. The region is held; the slot may own a root.

    Raises TypeError, OverflowError, ForeignStoreError, or WasmtimeError out of memory.
    """
    if kind == "externref":
        if not native.set_externref(store, slot, _unwrapped(kind, value)):
            raise WasmtimeError("failed to create an externref value")
    elif kind == "funcref":
        value = _unwrapped(kind, value)
        native.set_funcref(slot, None if value is None else as_func(value, store, "the value"))
    else:
        native.set_number(slot, kind, scalar(kind, value))


def from_slot(store: NativeStore, slot: Any) -> Any:
    """The Python value of a native slot. The region is held; a root stays the slot's."""
    if slot.kind == native.EXTERNREF:
        return native.read_externref(store, slot)
    if slot.kind == native.FUNCREF:
        funcref = slot.of.funcref
        return wrap_func(store, handle_bytes(funcref)) if funcref.store_id else None
    if slot.kind > native.KINDS["f64"]:
        raise TypeError(unsupported("v128" if slot.kind == native.KINDS["v128"] else "a reference"))
    return native.read_number(slot)
