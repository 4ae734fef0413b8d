"""A callback calls another store that was closed meanwhile."""
# invariant: H3
# expect: ClosedError

import wasmtime
from prelude import host, misuse

store, library = wasmtime.Store(), wasmtime.Store()
seven = host(library, lambda: 7, results=1)
callback = host(store, lambda: seven(library), results=1)
library.close()

with misuse():
    assert callback(store) == 7
