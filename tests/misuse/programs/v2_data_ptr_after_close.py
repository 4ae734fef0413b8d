"""data_ptr is read after the store was closed."""
# invariant: V2
# expect: fine

import wasmtime
from prelude import misuse

store = wasmtime.Store()
memory = wasmtime.Memory(store, wasmtime.MemoryType(wasmtime.Limits(1, 1)))
memory.write(store, b"hello")
data = memory.data_ptr(store)

with misuse():
    store.close()
    assert bytes(data[0:5]) == b"hello"
