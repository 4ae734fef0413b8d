"""A module that was linked with the function of one store is instantiated in another store."""
# invariant: H1
# expect: ForeignStoreError

import wasmtime
from prelude import host, misuse

engine = wasmtime.Engine()
one, two = wasmtime.Store(engine), wasmtime.Store(engine)
linker = wasmtime.Linker(engine)
linker.define(one, "host", "f", host(one, lambda: None))
pre = linker.instantiate_pre(wasmtime.Module(engine, """(module (import "host" "f" (func)))"""))

with misuse():
    pre.instantiate(two)
