"""store.__init__() again, to reset the store: the handles now belong to another one."""
# invariant: R4
# expect: TypeError

import wasmtime
from prelude import host, misuse

store = wasmtime.Store()
seven = host(store, lambda: 7, results=1)

with misuse():
    store.__init__(store.engine)
    assert seven(store) == 7
