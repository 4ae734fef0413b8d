"""linker.get_default gives a store the default function of another store."""
# invariant: H1
# expect: ForeignStoreError

import wasmtime
from prelude import host, misuse

engine = wasmtime.Engine()
one, two = wasmtime.Store(engine), wasmtime.Store(engine)
linker = wasmtime.Linker(engine)
linker.define(one, "plugin", "", host(one, lambda: 7, results=1))

with misuse():
    assert linker.get_default(two, "plugin")(two) == 7
