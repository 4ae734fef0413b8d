"""data_ptr is written at an index beyond the end of the memory."""
# invariant: V1
# expect: IndexError

import wasmtime
from prelude import misuse

store = wasmtime.Store()
memory = wasmtime.Memory(store, wasmtime.MemoryType(wasmtime.Limits(1, 1)))
data = memory.data_ptr(store)

with misuse():
    for i, byte in enumerate(b"hello"):
        data[65534 + i] = byte
