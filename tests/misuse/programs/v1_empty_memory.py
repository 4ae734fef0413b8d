"""The first byte of a memory of no pages is read through data_ptr."""
# invariant: V1
# expect: IndexError

import wasmtime
from prelude import misuse

store = wasmtime.Store()
memory = wasmtime.Memory(store, wasmtime.MemoryType(wasmtime.Limits(0, 1)))

with misuse():
    assert memory.data_ptr(store)[0] == 0
