"""get_buffer_ptr is asked for after the store was closed."""
# invariant: H3
# expect: ClosedError

import wasmtime
from prelude import misuse

with wasmtime.Store() as store:
    memory = wasmtime.Memory(store, wasmtime.MemoryType(wasmtime.Limits(1, 1)))

with misuse():
    memory.get_buffer_ptr(store)
