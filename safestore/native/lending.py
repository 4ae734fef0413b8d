"""Lent memory in the shapes that Python programs know: ctypes arrays and buffer exporters."""

from __future__ import annotations

import ctypes
import gc
import sys
from functools import lru_cache
from typing import Any, TypeAlias, TypeVar, cast

__all__ = ["EXPORTS_FROM_C", "ByteArray", "array_over", "exporting", "is_exported", "pointer_over"]

T = TypeVar("T")


ByteArray: TypeAlias = "ctypes.Array[ctypes.c_ubyte]"


def array_over(buffer: Any, length: int) -> ByteArray:
    """A ctypes array of unsigned bytes over a lent buffer, which it keeps alive."""
    return (ctypes.c_ubyte * length).from_buffer(buffer)


@lru_cache(maxsize=256)
def _pointer_type(length: int) -> Any:
    class DataPointer(ctypes.c_ubyte * length):  # type: ignore[misc]
        """A pointer to the bytes of a memory that knows where they end.

        Indexes and slices as a pointer's do, within the memory; `contents` is the first byte.
        """

        def __getitem__(self, index: Any) -> Any:
            _check(index, length)
            return super().__getitem__(index)

        def __setitem__(self, index: Any, value: Any) -> None:
            _check(index, length)
            super().__setitem__(index, value)

        @property
        def contents(self) -> ctypes.c_ubyte:
            if not length:
                raise IndexError("this memory has no bytes")
            return ctypes.c_ubyte.from_buffer(self)

    return DataPointer


def _check(index: Any, length: int) -> None:
    if isinstance(index, slice):
        for bound in (index.start, index.stop):
            if bound is not None and not 0 <= bound <= length:
                raise IndexError(f"{bound} is outside of the memory, which has {length} bytes")
    elif not 0 <= index < length:
        raise IndexError(f"{index} is outside of the memory, which has {length} bytes")


def pointer_over(buffer: Any, length: int) -> Any:
    """What stands for a `c_ubyte *` to a lent buffer, which it keeps alive."""
    return _pointer_type(length).from_buffer(buffer)


def is_exported(view: object) -> bool:
    """Whether something looks at the bytes of a ctypes array by its buffer. Slow.

    What does so holds it by the inside of a memoryview, or is cffi's, and the collector knows it;
    but for `numpy.frombuffer`, which gives the buffer back and keeps the object.
    """
    return any(
        type(referrer).__name__ == "managedbuffer" or type(referrer).__module__ == "_cffi_backend"
        for referrer in gc.get_referrers(view)
    )


# Up to Python 3.11 a class cannot export a buffer from Python code, and a ctypes array can.
EXPORTS_FROM_C = sys.version_info < (3, 12)


@lru_cache(maxsize=256)
def _exporting_type(cls: Any, length: int) -> Any:
    return type(cls.__name__, (cls, ctypes.c_ubyte * length), {"__module__": cls.__module__})


def exporting(cls: type[T], buffer: Any, length: int) -> T:
    """A new, uninitialized `cls` that exports `buffer` on every Python."""
    if EXPORTS_FROM_C:
        made: T = _exporting_type(cast(Any, cls), length).from_buffer(buffer)
        return made
    return cls.__new__(cls)
