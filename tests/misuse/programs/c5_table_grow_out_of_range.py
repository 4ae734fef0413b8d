"""Table.grow by 2**64 + 1 grows the table by 1."""
# invariant: C5
# expect: OverflowError

import wasmtime
from prelude import misuse

store = wasmtime.Store()
kind = wasmtime.TableType(wasmtime.ValType.externref(), wasmtime.Limits(1, None))
table = wasmtime.Table(store, kind, None)

with misuse():
    table.grow(store, 2**64 + 1, None)
    raise AssertionError(f"the table has {table.size(store)} elements")
