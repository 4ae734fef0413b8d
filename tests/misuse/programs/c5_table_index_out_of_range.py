"""Table.get at 2**64 gives the first element."""
# invariant: C5
# expect: OverflowError

import wasmtime
from prelude import misuse

store = wasmtime.Store()
kind = wasmtime.TableType(wasmtime.ValType.externref(), wasmtime.Limits(1, None))
table = wasmtime.Table(store, kind, "first")

with misuse():
    assert table.get(store, 2**64) is None, "element 2**64 is the first one"
