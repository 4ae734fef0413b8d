"""A function is called after its store was closed."""
# invariant: H3
# expect: ClosedError

import wasmtime
from prelude import host, misuse

store = wasmtime.Store()
seven = host(store, lambda: 7, results=1)
store.close()

with misuse():
    assert seven(store) == 7
