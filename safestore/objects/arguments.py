"""Arguments, checked before anything native sees them (C5).

An integer is an `int`, a subclass of it (`bool` too), or anything with `__index__`. No float, no
Decimal, no str. What does not fit is an OverflowError, never a truncation.
"""

from __future__ import annotations

import os
from operator import index
from typing import Any, TypeVar

import wasmtime as raw

from ..errors import ArgumentTypeError, WasmtimeError

__all__ = [
    "expect",
    "flag",
    "integer",
    "kind_of",
    "name",
    "number",
    "octets",
    "page_count",
    "path",
    "size",
    "text",
]

T = TypeVar("T")


def expect(value: object, kind: type[T], what: str) -> T:
    """`value`, which is a `kind`. `what` names it with its article: "an Engine"."""
    if isinstance(value, kind):
        return value
    raise ArgumentTypeError(f"expected {what}, got {kind_of(value)}")


def kind_of(value: object) -> str:
    """The type of a value, for a message: what plain wasmtime made looks like ours otherwise."""
    kind = type(value)
    if kind.__module__.partition(".")[0] == raw.__name__:
        return f"a {kind.__name__} made by plain wasmtime"
    return kind.__name__


def integer(value: Any) -> int:
    """The integer that `value` is, whatever a subclass says of itself. Raises TypeError."""
    return int.__index__(index(value))


def octets(value: bytes | bytearray | memoryview) -> bytes:
    """The bytes of a buffer, whatever a subclass says of itself."""
    return bytes(memoryview(value))


def number(value: Any, what: str, low: int, high: int) -> int:
    """`value` as an int in low..high (inclusive).

    Raises TypeError for what is no integer, OverflowError outside the range.
    """
    if type(value) is not int:
        try:
            value = integer(value)
        except TypeError:
            raise TypeError(f"expected an integer as {what}, got {type(value).__name__}") from None
    if low <= value <= high:
        return value  # type: ignore[no-any-return]
    raise OverflowError(f"{what} must lie in {low}..{high}, got {value}")


def size(value: Any, what: str) -> int:
    """`value` as an unsigned 64-bit integer."""
    return number(value, what, 0, 2**64 - 1)


def page_count(value: Any) -> int:
    """How far to grow. Raises WasmtimeError below zero, as wasmtime does, and as `size` does."""
    if isinstance(value, int) and value < 0:
        raise WasmtimeError("cannot grow by negative amount")
    return size(value, "the number of pages")


def name(value: object, what: str) -> bytes:
    """A name as UTF-8. Raises TypeError for what is no str, ValueError for a lone surrogate."""
    if not isinstance(value, str):
        raise ArgumentTypeError(f"expected a str as {what}, got {type(value).__name__}")
    return str.encode(value, "utf-8")


def text(value: object, what: str) -> str:
    """A string for C: an exact str without NULs, where C would take it to end.

    Raises TypeError for what is no str, ValueError for a NUL or a lone surrogate.
    """
    if not isinstance(value, str):
        raise ArgumentTypeError(f"expected a str as {what}, got {type(value).__name__}")
    exact = str.__str__(value)
    if "\0" in exact:
        raise ValueError(f"{what} contains a NUL: {exact!r}")
    exact.encode("utf-8")
    return exact


def path(value: object, what: str) -> str | bytes:
    """A path for C: a str or bytes without NULs, from anything that `os.fspath` takes.

    Raises TypeError for what is no path, ValueError for a NUL.
    """
    if not isinstance(value, (str, bytes, os.PathLike)):
        raise ArgumentTypeError(f"expected a path as {what}, got {type(value).__name__}")
    found = os.fspath(value)
    if isinstance(found, str):
        return text(found, what)
    exact = octets(found)
    if 0 in exact:
        raise ValueError(f"{what} contains a NUL: {exact!r}")
    return exact


def flag(value: object, what: str) -> bool:
    """A bool, and nothing that merely looks like one."""
    if not isinstance(value, bool):
        raise TypeError(f"expected a bool as {what}, got {type(value).__name__}")
    return value
