"""A global of type i32 is set to 2**40 + 5, and holds 5."""
# invariant: C5
# expect: OverflowError

import wasmtime
from prelude import misuse

store = wasmtime.Store()
kind = wasmtime.GlobalType(wasmtime.ValType.i32(), True)
counter = wasmtime.Global(store, kind, 0)

with misuse():
    counter.set_value(store, 2**40 + 5)
    got = counter.value(store)
    assert got == 2**40 + 5, f"the global holds {got}"
