"""Memory.write that does not fit."""
# invariant: V1
# expect: IndexError

import wasmtime
from prelude import misuse

store = wasmtime.Store()
memory = wasmtime.Memory(store, wasmtime.MemoryType(wasmtime.Limits(1, 1)))

with misuse():
    memory.write(store, b"hello", 65534)
