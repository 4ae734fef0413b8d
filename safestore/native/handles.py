"""Handles: the small structs by which wasmtime names what lives in a store.

A handle is plain data: a store's number and an index. Copying or keeping it costs nothing and
owns nothing; using it with another store aborts, so the floor above compares regions first.
"""

from __future__ import annotations

import ctypes
from typing import Any

from wasmtime import _bindings

from .library import ffi
from .owned import own

__all__ = [
    "EXTERN_FIELDS",
    "copy_handle",
    "extern_array",
    "extern_field",
    "extern_store_id",
    "from_ctypes",
    "handle_bytes",
    "handle_from",
    "memory_numbers",
    "new_extern",
    "new_handle",
    "set_extern",
    "store_id",
    "take_shared_memory",
    "to_ctypes",
]

# The members of wasmtime_extern_union_t, by kind.
EXTERN_FIELDS = ("func", "global_", "table", "memory", "sharedmemory", "tag")
_EXTERN = ffi.typeof("wasmtime_extern_t *")
_EXTERNS = ffi.typeof("wasmtime_extern_t[]")
_SHARED_MEMORY = EXTERN_FIELDS.index("sharedmemory")


# Looked up once: a type that is named anew at each call costs more than the memory.
_POINTERS = {
    name: ffi.typeof(f"{name} *")
    for name in (
        "wasmtime_func_t",
        "wasmtime_global_t",
        "wasmtime_table_t",
        "wasmtime_memory_t",
        "wasmtime_tag_t",
        "wasmtime_instance_t",
    )
}


def new_handle(ctype: str) -> Any:
    """Zeroed memory for a handle of this struct type."""
    return ffi.new(_POINTERS[ctype])


def copy_handle(ctype: str, struct: Any) -> Any:
    """A copy of a handle that lies inside something else."""
    return ffi.new(_POINTERS[ctype], struct)


def handle_from(ctype: str, struct: bytes) -> Any:
    """A handle with these bytes."""
    handle = ffi.new(_POINTERS[ctype])
    ffi.memmove(handle, struct, len(struct))
    return handle


def memory_numbers(struct: Any) -> tuple[int, int]:
    """What tells the memories of one store apart; the struct has padding, so not its bytes."""
    return struct.private1, struct.private2


def handle_bytes(struct: Any) -> bytes:
    """The bytes of a handle that lies inside something else."""
    return bytes(ffi.buffer(ffi.addressof(struct)))


def store_id(handle: Any) -> int:
    """wasmtime's number of the store that the handle belongs to."""
    return int(handle.store_id)


def extern_store_id(item: Any) -> int:
    """The same for a function handle or an extern; 0 for what belongs to no store."""
    if ffi.typeof(item) is _EXTERN:
        return 0 if item.kind == _SHARED_MEMORY else int(extern_field(item).store_id)
    return int(item.store_id)


def new_extern() -> Any:
    """Zeroed memory for one extern."""
    return ffi.new(_EXTERN)


def extern_array(count: int) -> Any:
    """Zeroed memory for some externs; null for none."""
    return ffi.new(_EXTERNS, count) if count else ffi.NULL


def extern_field(item: Any) -> Any:
    """The struct inside an extern that wasmtime has filled in."""
    return getattr(item.of, EXTERN_FIELDS[item.kind])


def set_extern(item: Any, kind: int, handle: Any) -> None:
    """Fill in an extern. wasmtime reads it during the call and takes ownership of nothing."""
    item.kind = kind
    if kind == _SHARED_MEMORY:
        item.of.sharedmemory = handle
    else:
        setattr(item.of, EXTERN_FIELDS[kind], handle[0])


def take_shared_memory(item: Any) -> Any:
    """Own the shared memory of an extern that wasmtime has filled in: it made us a reference."""
    return own("sharedmemory", item.of.sharedmemory)


def to_ctypes(ctype: str, handle: Any) -> Any:
    """The handle as the struct of plain wasmtime's bindings; a copy."""
    return getattr(_bindings, ctype).from_buffer_copy(ffi.buffer(handle))


def from_ctypes(ctype: str, struct: ctypes.Structure) -> Any:
    """A copy of a handle of plain wasmtime's; both structs have one layout (checked at import)."""
    handle = new_handle(ctype)
    ffi.memmove(handle, bytes(struct), ffi.sizeof(ctype))
    return handle
