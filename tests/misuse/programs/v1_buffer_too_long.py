"""get_buffer_ptr with a length that the guest gave, which is longer than the memory."""
# invariant: V1
# expect: IndexError

import wasmtime
from prelude import misuse

store = wasmtime.Store()
memory = wasmtime.Memory(store, wasmtime.MemoryType(wasmtime.Limits(1, 1)))

with misuse():
    assert len(bytes(memory.get_buffer_ptr(store, 65536 + 4096))) <= 65536
