"""linker.define with the memory of another store."""
# invariant: H1
# expect: ForeignStoreError

import wasmtime
from prelude import misuse

engine = wasmtime.Engine()
one, two = wasmtime.Store(engine), wasmtime.Store(engine)
memory = wasmtime.Memory(one, wasmtime.MemoryType(wasmtime.Limits(1, 1)))

with misuse():
    wasmtime.Linker(engine).define(two, "host", "memory", memory)
