"""A buffer of a memory is written to after the store was closed."""
# invariant: V2
# expect: fine

import wasmtime
from prelude import misuse

store = wasmtime.Store()
memory = wasmtime.Memory(store, wasmtime.MemoryType(wasmtime.Limits(1, 1)))
buffer = memory.get_buffer_ptr(store)

with misuse():
    store.close()
    buffer[0] = 7
    assert buffer[0] == 7
