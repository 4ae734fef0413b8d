"""linker.get gives a store the function of another store."""
# invariant: H1
# expect: ForeignStoreError

import wasmtime
from prelude import host, misuse

engine = wasmtime.Engine()
one, two = wasmtime.Store(engine), wasmtime.Store(engine)
linker = wasmtime.Linker(engine)
linker.define(one, "host", "seven", host(one, lambda: 7, results=1))

with misuse():
    assert linker.get(two, "host", "seven")(two) == 7
