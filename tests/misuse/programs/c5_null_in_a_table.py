"""Legal: a null reference in a table is None."""
# invariant: C5
# expect: fine

import wasmtime
from prelude import misuse

store = wasmtime.Store()
kind = wasmtime.TableType(wasmtime.ValType.funcref(), wasmtime.Limits(1, None))

with misuse():
    got = wasmtime.Table(store, kind, None).get(store, 0)
    assert got is None, f"a {type(got).__name__} for None"
