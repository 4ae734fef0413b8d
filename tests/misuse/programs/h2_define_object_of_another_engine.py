"""linker.define with a function, and its store, of another engine is accepted in silence."""
# invariant: H2
# expect: ForeignEngineError

import wasmtime
from prelude import host, misuse

store = wasmtime.Store()
linker = wasmtime.Linker(wasmtime.Engine())

with misuse():
    linker.define(store, "host", "seven", host(store, lambda: 7, results=1))
    own = wasmtime.Store(linker.engine)
    assert linker.get(own, "host", "seven")(own) == 7
