"""A callback returns a float for an i32."""
# invariant: C3
# expect: TypeError

import wasmtime
from prelude import host, misuse

store = wasmtime.Store()
callback = host(store, lambda: 1.5, results=1)

with misuse():
    callback(store)
