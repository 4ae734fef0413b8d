"""A function is called with too few arguments."""
# invariant: C5
# expect: WasmtimeError

import wasmtime
from prelude import exports, misuse

store = wasmtime.Store()
same = exports(store, """(module (func (export "same") (param i32) (result i32) local.get 0))""")[
    "same"
]

with misuse():
    same(store)
