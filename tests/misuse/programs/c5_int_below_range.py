"""An i32 argument of -2**31 - 1 arrives as a positive number."""
# invariant: C5
# expect: OverflowError

import wasmtime
from prelude import exports, misuse

store = wasmtime.Store()
same = exports(store, """(module (func (export "same") (param i32) (result i32) local.get 0))""")[
    "same"
]

with misuse():
    got = same(store, -(2**31) - 1)
    assert got < 0, f"wasm got {got}"
