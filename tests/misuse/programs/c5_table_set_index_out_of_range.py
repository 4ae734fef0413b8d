"""Table.set at 2**64 overwrites the first element."""
# invariant: C5
# expect: OverflowError

import wasmtime
from prelude import misuse

store = wasmtime.Store()
kind = wasmtime.TableType(wasmtime.ValType.externref(), wasmtime.Limits(1, None))
table = wasmtime.Table(store, kind, "first")

with misuse():
    table.set(store, 2**64, "other")
    assert table.get(store, 0) == "first", "the first element is overwritten"
