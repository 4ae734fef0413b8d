"""Memory.grow by 2**64 + 1 grows the memory by 1."""
# invariant: C5
# expect: OverflowError

import wasmtime
from prelude import misuse

store = wasmtime.Store()
memory = wasmtime.Memory(store, wasmtime.MemoryType(wasmtime.Limits(1, None)))

with misuse():
    memory.grow(store, 2**64 + 1)
    raise AssertionError(f"the memory has {memory.size(store)} pages")
