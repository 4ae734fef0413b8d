"""A global is made in one store with a function of another store."""
# invariant: H1
# expect: ForeignStoreError

import wasmtime
from prelude import host, misuse

engine = wasmtime.Engine()
one, two = wasmtime.Store(engine), wasmtime.Store(engine)
kind = wasmtime.GlobalType(wasmtime.ValType.funcref(), True)

with misuse():
    wasmtime.Global(one, kind, host(two, lambda: None))
