"""A function of another store is put into a table."""
# invariant: H1
# expect: ForeignStoreError

import wasmtime
from prelude import host, misuse

engine = wasmtime.Engine()
one, two = wasmtime.Store(engine), wasmtime.Store(engine)
kind = wasmtime.TableType(wasmtime.ValType.funcref(), wasmtime.Limits(1, 1))
table = wasmtime.Table(one, kind, None)

with misuse():
    table.set(one, 0, host(two, lambda: None))
