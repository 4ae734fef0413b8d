"""A Decimal is passed for an i32."""
# invariant: C5
# expect: TypeError

from decimal import Decimal

import wasmtime
from prelude import exports, misuse

store = wasmtime.Store()
same = exports(store, """(module (func (export "same") (param i32) (result i32) local.get 0))""")[
    "same"
]

with misuse():
    same(store, Decimal("1.7"))
