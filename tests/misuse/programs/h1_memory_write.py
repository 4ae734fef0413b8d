"""A memory is written with another store, which has a memory of its own."""
# invariant: H1
# expect: ForeignStoreError

import wasmtime
from prelude import misuse

engine = wasmtime.Engine()
one, two = wasmtime.Store(engine), wasmtime.Store(engine)
memory, _ = (
    wasmtime.Memory(store, wasmtime.MemoryType(wasmtime.Limits(1, 1))) for store in (one, two)
)

with misuse():
    memory.write(two, b"hello")
    assert memory.read(one, 0, 5) == b"hello"
