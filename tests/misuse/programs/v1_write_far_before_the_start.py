"""Memory.write at -10**9 lands at 0."""
# invariant: V1
# expect: IndexError

import wasmtime
from prelude import misuse

store = wasmtime.Store()
memory = wasmtime.Memory(store, wasmtime.MemoryType(wasmtime.Limits(1, 1)))

with misuse():
    memory.write(store, b"hello", -(10**9))
    assert memory.read(store, 0, 5) != b"hello", "the write landed at 0"
