"""get_buffer_ptr with a size and an offset beyond the end of the memory."""
# invariant: V1
# expect: IndexError

import wasmtime
from prelude import misuse

store = wasmtime.Store()
memory = wasmtime.Memory(store, wasmtime.MemoryType(wasmtime.Limits(1, 1)))

with misuse():
    assert bytes(memory.get_buffer_ptr(store, 16, offset=1 << 32)) == bytes(16)
