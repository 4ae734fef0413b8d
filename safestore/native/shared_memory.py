"""Shared memories. They are Sync: every function here may be called by any thread at any time.

The memory is alive during each call, being an argument.
"""

from __future__ import annotations

from typing import Any

from .library import ffi, lib
from .owned import own
from .types import MemoryDescription, memorytype, take_memorytype

__all__ = ["data_size", "describe", "grow", "new", "size"]


def new(engine: Any, description: MemoryDescription) -> tuple[int, Any]:
    """The error, which the caller owns, or a shared memory when there is none."""
    out = ffi.new("uintptr_t *")
    with memorytype(description) as type_:
        error = lib.wasmtime_sharedmemory_new(engine, type_, out)
    return error, None if error else own("sharedmemory", out[0])


def describe(memory: Any) -> MemoryDescription:
    """The type. The type object is ours."""
    return take_memorytype(lib.wasmtime_sharedmemory_type(memory))


def size(memory: Any) -> int:
    """The size in pages."""
    return int(lib.wasmtime_sharedmemory_size(memory))


def data_size(memory: Any) -> int:
    """The size in bytes."""
    return int(lib.wasmtime_sharedmemory_data_size(memory))


def grow(memory: Any, delta: int) -> tuple[int, int]:
    """The error, which the caller owns, and the previous size in pages when there is none."""
    previous = ffi.new("uint64_t *")
    error = lib.wasmtime_sharedmemory_grow(memory, delta, previous)
    return error, previous[0]
