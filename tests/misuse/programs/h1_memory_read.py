"""A memory is read with another store."""
# invariant: H1
# expect: ForeignStoreError

import wasmtime
from prelude import misuse

engine = wasmtime.Engine()
one, two = wasmtime.Store(engine), wasmtime.Store(engine)
memory = wasmtime.Memory(one, wasmtime.MemoryType(wasmtime.Limits(1, 1)))

with misuse():
    assert memory.read(two, 0, 1) == b"\0"
