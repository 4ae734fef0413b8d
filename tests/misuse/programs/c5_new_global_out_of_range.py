"""A global of type i32 is made with 2**40 + 5, and holds 5."""
# invariant: C5
# expect: OverflowError

import wasmtime
from prelude import misuse

store = wasmtime.Store()
kind = wasmtime.GlobalType(wasmtime.ValType.i32(), True)

with misuse():
    got = wasmtime.Global(store, kind, 2**40 + 5).value(store)
    assert got == 2**40 + 5, f"the global holds {got}"
