"""Only a slice of a view is kept; the memory is grown, and so moved."""
# invariant: V3
# expect: BorrowError

import wasmtime
from prelude import misuse, movable

store = wasmtime.Store(movable())
memory = wasmtime.Memory(store, wasmtime.MemoryType(wasmtime.Limits(1, 1000)))


def header():
    return memoryview(memory.get_buffer_ptr(store))[:4]


kept = header()

with misuse():
    memory.grow(store, 100)
    memory.write(store, b"\x01")
    assert bytes(kept) == b"\x01\0\0\0", "the slice shows the old memory"
