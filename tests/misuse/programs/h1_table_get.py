"""A table is read with another store."""
# invariant: H1
# expect: ForeignStoreError

import wasmtime
from prelude import misuse

engine = wasmtime.Engine()
one, two = wasmtime.Store(engine), wasmtime.Store(engine)
kind = wasmtime.TableType(wasmtime.ValType.funcref(), wasmtime.Limits(1, 1))
table = wasmtime.Table(one, kind, None)

with misuse():
    assert table.get(two, 0) is None
