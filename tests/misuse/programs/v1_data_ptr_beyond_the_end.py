"""data_ptr is indexed beyond the end of the memory."""
# invariant: V1
# expect: IndexError

import wasmtime
from prelude import misuse

store = wasmtime.Store()
memory = wasmtime.Memory(store, wasmtime.MemoryType(wasmtime.Limits(1, 1)))
data = memory.data_ptr(store)

with misuse():
    assert data[65536] == 0
