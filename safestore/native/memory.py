"""Linear memories: their bytes, and what is lent out of them.

The region is held. A data pointer is good until the memory grows or the store goes; nothing here
returns one: bytes are copied, or lent by `lend`, which keeps the store alive.
"""

from __future__ import annotations

from functools import partial
from itertools import count
from typing import Any

from ..ownership.region import BORROWS
from .library import ffi, lib
from .store import NativeStore
from .types import MemoryDescription, memorytype, take_memorytype

__all__ = [
    "data_size",
    "describe",
    "grow",
    "lend",
    "lend_shared",
    "new",
    "page_size",
    "page_size_log2",
    "read",
    "size",
    "write",
]

_keys = count(1)

# Bare, because every access pays for them. Both read the store; `memory` is a handle of it.
_data = lib.wasmtime_memory_data
data_size = lib.wasmtime_memory_data_size
_buffer = ffi.buffer
_memmove = ffi.memmove


def new(store: NativeStore, description: MemoryDescription) -> tuple[int, Any]:
    """The error, which the caller owns, and the handle when there is none."""
    out = ffi.new("wasmtime_memory_t *")
    with memorytype(description) as type_:
        error = lib.wasmtime_memory_new(store.context, type_, out)
    return error, out


def describe(store: NativeStore, memory: Any) -> MemoryDescription:
    """The type of a memory of this store. The type object is ours."""
    return take_memorytype(lib.wasmtime_memory_type(store.context, memory))


def size(store: NativeStore, memory: Any) -> int:
    """The size in pages."""
    return int(lib.wasmtime_memory_size(store.context, memory))


def page_size(store: NativeStore, memory: Any) -> int:
    """The size of a page in bytes."""
    return int(lib.wasmtime_memory_page_size(store.context, memory))


def page_size_log2(store: NativeStore, memory: Any) -> int:
    """Its binary logarithm."""
    return int(lib.wasmtime_memory_page_size_log2(store.context, memory))


def grow(store: NativeStore, memory: Any, delta: int) -> tuple[int, int]:
    """The error, which the caller owns, and the previous size in pages when there is none.

    Nothing is lent out of a memory that may move; `delta` fits 64 bits.
    """
    previous = ffi.new("uint64_t *")
    error = lib.wasmtime_memory_grow(store.context, memory, delta, previous)
    return error, previous[0]


def read(store: NativeStore, memory: Any, start: int, stop: int) -> bytearray:
    """A copy of the bytes start..stop. 0 <= start <= stop <= the size of the data."""
    # The pointer is used before anything else can run: this thread has the region and the GIL.
    return bytearray(_buffer(_data(store.context, memory) + start, stop - start))


def write(
    store: NativeStore, memory: Any, start: int, value: bytes | memoryview, count: int
) -> None:
    """Copy `count` bytes to `start`: as many as `value` has, and 0 <= start <= size - count.

    `value` cannot change its length: it is bytes, or a memoryview, which forbids it to its object.
    """
    _memmove(_data(store.context, memory) + start, value, count)


def lend(store: NativeStore, memory: Any, start: int, length: int, movable: bool) -> Any:
    """A writable buffer over the bytes start..start+length, which lie within the data.

    It keeps the native store alive, as does everything made from it. Of a movable memory it is a
    borrow of the region until it is gone; one that cannot move stays where it is for the life of
    the store.
    """
    pointer = _data(store.context, memory) + start
    return _lent(pointer, length, store, movable)


def _lent(pointer: Any, length: int, store: NativeStore, movable: bool) -> Any:
    key = next(_keys)
    # Given back by C functions, `back(key, cdata)`, whichever thread drops the last reference. They
    # stand ready before there is anything to give back: an exception may strike after each call.
    lent = ffi.gc(pointer, partial(store.lent.pop, key))
    if movable:
        lent = ffi.gc(lent, partial(BORROWS.pop, key))
    # A cycle, and not a root: a view that its own store refers to is collected with it.
    store.lent[key] = store
    if movable:
        store.region.lend(key)
    return _buffer(lent, length)


def lend_shared(memory: Any, start: int, length: int) -> Any:
    """A writable buffer over bytes of a shared memory, which it keeps alive. They never move."""
    # Thread-safe by contract; `memory` is alive, being our argument.
    pointer = lib.wasmtime_sharedmemory_data(memory) + start
    return _buffer(ffi.gc(pointer, partial({memory: memory}.pop, memory)), length)
