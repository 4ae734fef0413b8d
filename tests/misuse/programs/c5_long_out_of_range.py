"""An i64 argument of 2**64 + 5 arrives as 5."""
# invariant: C5
# expect: OverflowError

import wasmtime
from prelude import exports, misuse

store = wasmtime.Store()
same = exports(store, """(module (func (export "same") (param i64) (result i64) local.get 0))""")[
    "same"
]

with misuse():
    got = same(store, 2**64 + 5)
    assert got == 2**64 + 5, f"wasm got {got}"
