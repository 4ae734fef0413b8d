"""Memory: a linear memory of an instance."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import wasmtime as raw

from ..errors import WasmtimeError
from ..native import memory as native
from ..native.lending import EXPORTS_FROM_C, ByteArray, array_over, pointer_over
from ..native.store import NativeStore
from ..native.types import MemoryDescription
from ..ownership.lock import NOT_OWNED
from ..ownership.thread import here
from .arguments import expect, integer, number, page_count
from .externs import extern
from .guards import guarded
from .handle import Handle
from .outcome import check
from .storelike import Storelike, foreign, native_of, refuse, region_of
from .types import MemoryType
from .view import Loan, MemoryView, lend_view

__all__ = ["Memory"]

# What wasmtime reserves for a memory on 64-bit hosts unless Config.memory_reservation says
# otherwise: all that a 32-bit memory can grow to.
_RESERVATION = 4 << 30


def may_move(description: MemoryDescription, settings: Any) -> bool:
    """Whether growing the memory may move it, by its type and the engine's configuration."""
    if settings.get("memory_may_move") is False or description.shared:
        return False
    if description.min == description.max:
        return False
    if "target" in settings or settings.get("signals_based_traps") is False:
        # Other defaults apply there; a view that is refused is better than one that dangles.
        return True
    space = 2**64 if description.is_64 else 2**32
    most = space
    if description.max is not None:
        most = min(space, description.max << description.page_size_log2)
    return bool(most > settings.get("memory_reservation", _RESERVATION))


@extern("memory")
@guarded("Memory")
class Memory(Handle, raw.Memory):
    """A linear memory: bytes that the guest and the host share."""

    _ctype = "wasmtime_memory_t"
    _plain = "_memory"
    _plain_class = raw.Memory
    _moves: bool | None = None
    # Of a memory that cannot move: where it begins, and a size that it had. It never shrinks.
    _base: Any = None
    _known = -1

    def __init__(self, store: Storelike, ty: raw.MemoryType) -> None:
        """A new memory in `store`. Raises WasmtimeError when the store has no room for it."""
        description = expect(ty, MemoryType, "a MemoryType")._open()
        if description.shared:
            raise WasmtimeError("a shared memory belongs to an engine: use SharedMemory")
        error, raw_ = native.new(native_of(store), description)
        check(error)
        self._raw = raw_

    def type(self, store: Storelike) -> MemoryType:
        """The type of this memory."""
        return MemoryType._of(native.describe(native_of(store), self._raw))

    def grow(self, store: Storelike, delta: int) -> int:
        """Grow by `delta` pages; returns the previous size in pages.

        Raises WasmtimeError when it cannot grow so far, BorrowError while a view is out on a
        memory that may move.
        """
        error, previous = native.grow(native_of(store), self._raw, page_count(delta))
        check(error)
        return previous

    def size(self, store: Storelike) -> int:
        """The size in pages."""
        return native.size(native_of(store), self._raw)

    def page_size(self, store: Storelike) -> int:
        """The size of a page in bytes: 65536, or 1 with custom page sizes."""
        return native.page_size(native_of(store), self._raw)

    def page_size_log2(self, store: Storelike) -> int:
        """The binary logarithm of the size of a page in bytes."""
        return native.page_size_log2(native_of(store), self._raw)

    def data_len(self, store: Storelike) -> int:
        """The size in bytes."""
        return self._length(store)

    def _length(self, store: Storelike) -> int:
        # Not overridable in effect: what is lent out is bounded by it.
        return int(native.data_size(native_of(store).context, self._raw))

    def data_ptr(self, store: Storelike) -> Any:
        """The bytes, indexed as a `c_ubyte` pointer is, but within the memory as it is now.

        What is returned keeps the memory alive; on one that may move it is a borrow.
        """
        length = self._length(store)
        return pointer_over(self._lend(native_of(store), 0, length), length)

    def get_buffer_ptr(
        self, store: Storelike, size: int | None = None, offset: int = 0
    ) -> ByteArray:
        """A ctypes array over `size` bytes from `offset` on (all the rest by default).

        For arrays without copies: `numpy.frombuffer(memory.get_buffer_ptr(store), dtype)`. It
        keeps the memory alive; on one that may move it is a borrow until it is gone. Raises
        IndexError unless the bytes lie within the memory.
        """
        start, length = self._extent(store, offset, size)
        return array_over(self._lend(native_of(store), start, length), length)

    def view(self, store: Storelike, offset: int = 0, size: int | None = None) -> MemoryView:
        """The bytes in place, for a `with` block; `size` bytes from `offset` on, or all the rest.

            with memory.view(store) as view:
                view[0:2] = b"hi"

        Raises IndexError unless the bytes lie within the memory.
        """
        start, length = self._extent(store, offset, size)
        native_store = native_of(store)
        movable = self._movable(native_store)
        loan = Loan(native_store.region)
        is_over = loan.is_over if EXPORTS_FROM_C else None
        lent = native.lend(native_store, self._raw, start, length, movable, is_over)
        return lend_view(loan, lent, length, movable)

    def read(self, store: Storelike, start: int | None = 0, stop: int | None = None) -> bytearray:
        """A copy of the bytes start..stop, with the meaning of `data[start:stop]`.

        Negative numbers count from the end; what lies past the end is left out. Raises IndexError
        for a number below minus the size.
        """
        region = region_of(store)
        if self._region is not region:
            foreign(self, store)
        entrant = here.entrant
        if region.last is not entrant:
            region.admit()
        try:
            if not region.acquire(False):
                refuse(region, store)
            if region.last is not entrant:
                region.prepare(False)
            # Asked for in any case: what has none is no store, but another handle.
            native_store = store._native  # type: ignore[union-attr]
            if type(start) is int and type(stop) is int and 0 <= start <= stop <= self._known:
                return native.read(self._base, start, stop)
            return self._read(native_store, start, stop)
        finally:
            try:
                region.release()
            except RuntimeError as error:
                if error.args != NOT_OWNED:
                    raise

    def write(
        self, store: Storelike, value: bytes | bytearray | Iterable[int], start: int | None = None
    ) -> int:
        """Copy bytes into the memory at `start` (default 0); returns how many.

        A negative start counts from the end. Raises IndexError, and writes nothing, unless all of
        it fits; TypeError for what is neither bytes nor made of them.
        """
        region = region_of(store)
        if self._region is not region:
            foreign(self, store)
        if type(value) is bytearray:
            # Nobody resizes it while a view is out.
            data: bytes | memoryview = memoryview(value)
        else:
            data = value if type(value) is bytes else memoryview(_to_bytes(value))
        entrant = here.entrant
        if region.last is not entrant:
            region.admit()
        try:
            if not region.acquire(False):
                refuse(region, store)
            if region.last is not entrant:
                region.prepare(False)
            native_store = store._native  # type: ignore[union-attr]
            count = len(data)
            if type(start) is int and 0 <= start < self._known and start + count <= self._known:
                native.write(self._base, start, data, count)
            else:
                self._write(native_store, data, count, start)
            return count
        finally:
            try:
                region.release()
            except RuntimeError as error:
                if error.args != NOT_OWNED:
                    raise

    def _read(self, store: NativeStore, start: Any, stop: Any) -> bytearray:
        length = self._learn(store)
        first, last = _resolve(start, stop, length)
        if first >= last:
            return bytearray()
        if self._base is not None:
            return native.read(self._base, first, last)
        return bytearray(native.lend(store, self._raw, first, last - first, True))

    def _write(self, store: NativeStore, data: bytes | memoryview, count: int, start: Any) -> None:
        length = self._learn(store)
        first, _ = _resolve(start, None, length)
        if first >= length or first + count > length:
            raise IndexError(f"{count} bytes at {first} do not fit: the memory has {length} bytes")
        if self._base is not None:
            native.write(self._base, first, data, count)
        elif count:
            native.write_lent(native.lend(store, self._raw, first, count, True), data)

    def _learn(self, store: NativeStore) -> int:
        """The size now, in bytes; noted, with the address, for a memory that cannot move."""
        length = int(native.data_size(store.context, self._raw))
        if not self._movable(store):
            self._base = native.base(store, self._raw)
            self._known = length
        return length

    def _extent(self, store: Storelike, offset: Any, size: Any) -> tuple[int, int]:
        length = self._length(store)
        start = number(offset, "offset", -(2**128), 2**128)
        wanted = length - start if size is None else number(size, "size", -(2**128), 2**128)
        if not (0 <= start <= length and 0 <= wanted <= length - start):
            raise IndexError(
                f"{wanted} bytes at offset {start} are outside of the memory, which has {length} "
                "bytes"
            )
        return start, wanted

    def _movable(self, store: NativeStore) -> bool:
        if self._moves is None:
            self._moves = may_move(native.describe(store, self._raw), store.settings)
        return self._moves

    def _lend(self, store: NativeStore, start: int, length: int) -> Any:
        return native.lend(store, self._raw, start, length, self._movable(store))


def _resolve(start: Any, stop: Any, length: int) -> tuple[int, int]:
    start = None if start is None else integer(start)
    stop = None if stop is None else integer(stop)
    for bound in (start, stop):
        if bound is not None and bound < -length:
            raise IndexError(f"{bound} lies before the memory, which has {length} bytes")
    first, last, _ = slice(start, stop).indices(length)
    return first, last


def _to_bytes(value: Any) -> bytes | bytearray:
    if isinstance(value, MemoryView):
        return value.tobytes()
    # Not a number, of which bytearray would make that many zeros. An array is a buffer first.
    if isinstance(value, (int, str)) or (
        hasattr(value, "__index__") and getattr(value, "shape", ()) == ()
    ):
        raise TypeError(f"expected bytes, got {type(value).__name__}")
    # The bytes of a buffer, or each item of an iterable as a byte.
    return bytearray(value)
