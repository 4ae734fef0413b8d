"""A function with a v128 parameter is called."""
# invariant: C5
# expect: TypeError

import wasmtime
from prelude import exports, misuse

store = wasmtime.Store()
function = exports(store, """(module (func (export "f") (param v128)))""")["f"]

with misuse():
    function(store, 7)
