"""An f32 argument of 1e300 arrives as infinity."""
# invariant: C5
# expect: OverflowError

import wasmtime
from prelude import exports, misuse

store = wasmtime.Store()
same = exports(store, """(module (func (export "same") (param f32) (result f32) local.get 0))""")[
    "same"
]

with misuse():
    got = same(store, 1e300)
    assert got == 1e300, f"wasm got {got}"
