"""A memory of one store is an import of an instance in another store."""
# invariant: H1
# expect: ForeignStoreError

import wasmtime
from prelude import exports, misuse

engine = wasmtime.Engine()
one, two = wasmtime.Store(engine), wasmtime.Store(engine)
memory = wasmtime.Memory(one, wasmtime.MemoryType(wasmtime.Limits(1, 1)))

with misuse():
    exports(two, """(module (import "" "" (memory 1)))""", memory)
