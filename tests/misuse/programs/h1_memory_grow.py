"""A memory is grown with another store."""
# invariant: H1
# expect: ForeignStoreError

import wasmtime
from prelude import misuse

engine = wasmtime.Engine()
one, two = wasmtime.Store(engine), wasmtime.Store(engine)
memory = wasmtime.Memory(one, wasmtime.MemoryType(wasmtime.Limits(1, 2)))

with misuse():
    assert memory.grow(two, 1) == 1
