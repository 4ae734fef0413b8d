"""Linear memories: their bytes, and what is lent out of them.

The region is held. A data pointer is good until the memory grows or the store goes; nothing here
returns one: bytes are copied, or lent by `lend`, which keeps the store alive.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import partial
from itertools import count
from typing import Any

from ..ownership.borrow import BORROWS, VIEWS
from .library import ffi, lib
from .store import NativeStore
from .types import MemoryDescription, memorytype, take_memorytype

__all__ = [
    "base",
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
    "write_lent",
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


# Of a memory that cannot move the first byte stays where it is for the life of its store, so its
# address may be kept, for use inside the region. Of one that may move an address is good until the
# next call of anything: a signal handler or a finalizer that runs after it may grow the memory. So
# it is asked for, and used, only while the memory is lent.


def base(store: NativeStore, memory: Any) -> Any:
    """The address of the first byte of a memory that cannot move."""
    return _data(store.context, memory)


def read(address: Any, start: int, stop: int) -> bytearray:
    """A copy of the bytes start..stop from an address that cannot move, all within the data."""
    return bytearray(_buffer(address + start, stop - start))


def write(address: Any, start: int, value: bytes | memoryview, count: int) -> None:
    """Copy `count` bytes, as many as `value` has, to where they fit, past such an address.

    `value` cannot change its length: it is bytes, or a memoryview, which forbids it to its object.
    """
    _memmove(address + start, value, count)


def write_lent(buffer: Any, value: bytes | memoryview) -> None:
    """Copy a value over a lent buffer of its length."""
    _memmove(buffer, value, len(buffer))
    # As in `lend`.
    del buffer


def lend(
    store: NativeStore,
    memory: Any,
    start: int,
    length: int,
    movable: bool,
    is_over: Callable[[], bool] | None = None,
) -> Any:
    """A writable buffer over the bytes start..start+length, which lie within the data.

    It keeps the native store alive, as does everything made from it. Of a movable memory it is a
    borrow of the region until it is gone; for a transfer any is, unless it `is_over` before.
    """
    # The borrow stands before there is an address: a handler that grows the memory may strike
    # after each call. If an exception does, the array is gone at once and gives it back.
    array = None
    key = next(_keys)
    try:
        lent = store.region.lend(key, movable)
        array = over(_data(store.context, memory) + start, length, store)
        lent[key].ends_with(array, partial(lent.pop, key))
        if is_over is not None:
            lent[key].is_over = is_over
        buffer = _buffer(ffi.from_buffer(array), length)
    except BaseException:
        BORROWS.pop(key, None)
        VIEWS.pop(key, None)
        raise
    # Another thread that looks at this frame, to say who is inside, may keep it, and with it what
    # its variables hold: the borrow would outlive its view.
    made = [buffer]
    del array, buffer
    return made.pop()


def over(address: Any, length: int, owner: Any) -> Any:
    """A ctypes array over native bytes that stay good for as long as `owner` lives.

    It holds the owner by an attribute: that is something that the collector follows, and that no
    finalizer takes away while another one in the same garbage still looks at the bytes.
    """
    array: Any = (ctypes.c_ubyte * length).from_address(int(ffi.cast("uintptr_t", address)))
    array._owner = owner
    # As in `lend`.
    made = [array]
    del array
    return made.pop()


def lend_shared(memory: Any, start: int, length: int) -> Any:
    """A writable buffer over bytes of a shared memory, which it keeps alive. They never move."""
    # Thread-safe by contract; `memory` is alive, being our argument.
    address = lib.wasmtime_sharedmemory_data(memory) + start
    return _buffer(ffi.from_buffer(over(address, length, memory)), length)
