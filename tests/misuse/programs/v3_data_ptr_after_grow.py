"""data_ptr is kept and read after Memory.grow has moved the memory."""
# invariant: V3
# expect: BorrowError

import wasmtime
from prelude import misuse, movable

store = wasmtime.Store(movable())
memory = wasmtime.Memory(store, wasmtime.MemoryType(wasmtime.Limits(1, 1000)))
data = memory.data_ptr(store)

with misuse():
    memory.grow(store, 100)
    memory.write(store, b"\x01")
    assert data[0] == 1, "the pointer shows the old memory"
