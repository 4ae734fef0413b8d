"""Memory.write(5) writes five zeros."""
# invariant: C5
# expect: TypeError

import wasmtime
from prelude import misuse

store = wasmtime.Store()
memory = wasmtime.Memory(store, wasmtime.MemoryType(wasmtime.Limits(1, 1)))
memory.write(store, b"hello")

with misuse():
    memory.write(store, 5)
    raise AssertionError(f"the memory begins with {bytes(memory.read(store, 0, 5))!r}")
