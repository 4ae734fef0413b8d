"""A linker that holds the function of one store instantiates a module in another store."""
# invariant: H1
# expect: ForeignStoreError

import wasmtime
from prelude import host, misuse

engine = wasmtime.Engine()
one, two = wasmtime.Store(engine), wasmtime.Store(engine)
linker = wasmtime.Linker(engine)
linker.define(one, "host", "f", host(one, lambda: None))

with misuse():
    linker.instantiate(two, wasmtime.Module(engine, """(module (import "host" "f" (func)))"""))
