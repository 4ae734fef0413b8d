"""Legal: 2**32 - 1, an IntEnum or True for an i32."""
# invariant: C5
# expect: fine

import enum

import wasmtime
from prelude import exports, misuse


class Flag(enum.IntEnum):
    SET = 4


store = wasmtime.Store()
same = exports(store, """(module (func (export "same") (param i32) (result i32) local.get 0))""")[
    "same"
]

with misuse():
    assert same(store, 0xFFFFFFFF) == -1
    assert same(store, True) == 1
    assert same(store, Flag.SET) == 4
