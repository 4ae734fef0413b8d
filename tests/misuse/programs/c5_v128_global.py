"""A global of type v128 is read."""
# invariant: C5
# expect: TypeError

import wasmtime
from prelude import exports, misuse

store = wasmtime.Store()
vector = exports(store, """(module (global (export "g") v128 (v128.const i32x4 1 2 3 4)))""")["g"]

with misuse():
    vector.value(store)
