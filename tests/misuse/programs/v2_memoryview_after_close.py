"""A memoryview over a memory is read after `with store:` has ended."""
# invariant: V2
# expect: fine

import wasmtime
from prelude import misuse

with wasmtime.Store() as store:
    memory = wasmtime.Memory(store, wasmtime.MemoryType(wasmtime.Limits(1, 1)))
    memory.write(store, b"hello")
    text = memoryview(memory.get_buffer_ptr(store, 5))

with misuse():
    assert bytes(text) == b"hello"
