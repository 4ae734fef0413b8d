"""A function with a v128 result is called."""
# invariant: C5
# expect: TypeError

import wasmtime
from prelude import exports, misuse

store = wasmtime.Store()
function = exports(
    store, """(module (func (export "f") (result v128) (v128.const i32x4 1 2 3 4)))"""
)["f"]

with misuse():
    function(store)
