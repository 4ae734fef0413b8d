"""A table is made with a function of another store in it."""
# invariant: H1
# expect: ForeignStoreError

import wasmtime
from prelude import host, misuse

engine = wasmtime.Engine()
one, two = wasmtime.Store(engine), wasmtime.Store(engine)
kind = wasmtime.TableType(wasmtime.ValType.funcref(), wasmtime.Limits(1, 1))

with misuse():
    wasmtime.Table(one, kind, host(two, lambda: None))
