"""A host function is made of None; that fails only when wasm calls it."""
# invariant: C5
# expect: TypeError

import wasmtime
from prelude import host, misuse

store = wasmtime.Store()

with misuse():
    host(store, None)
    raise AssertionError("None is taken for a function")
