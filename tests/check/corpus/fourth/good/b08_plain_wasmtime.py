"""Plain wasmtime: a copy of the bytes of a memory that grows."""

from __future__ import annotations

import wasmtime


def first(store: wasmtime.Store, mem: wasmtime.Memory) -> int:
    data = mem.read(store, 0, 1)
    mem.grow(store, 1)
    return int(data[0])
