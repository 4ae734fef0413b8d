"""Legal: a global that holds a null reference has the value None."""
# invariant: C5
# expect: fine

import wasmtime
from prelude import misuse

store = wasmtime.Store()
kind = wasmtime.GlobalType(wasmtime.ValType.externref(), True)

with misuse():
    got = wasmtime.Global(store, kind, None).value(store)
    assert got is None, f"a {type(got).__name__} for None"
