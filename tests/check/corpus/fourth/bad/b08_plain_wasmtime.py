"""Plain wasmtime: a raw array over the memory, which grows."""

from __future__ import annotations

import wasmtime


def first(store: wasmtime.Store, mem: wasmtime.Memory) -> int:
    data = mem.get_buffer_ptr(store)  # E: safestore-unsafe
    mem.grow(store, 1)
    return int(data[0])  # E: safestore-borrow
