"""A callback returns three values for two results."""
# invariant: C3
# expect: WasmtimeError

import wasmtime
from prelude import host, misuse

store = wasmtime.Store()
callback = host(store, lambda: (1, 2, 3), results=2)

with misuse():
    callback(store)
