"""The type of a function is asked of another store."""
# invariant: H1
# expect: ForeignStoreError

import wasmtime
from prelude import host, misuse

engine = wasmtime.Engine()
one, two = wasmtime.Store(engine), wasmtime.Store(engine)
seven = host(one, lambda: 7, results=1)

with misuse():
    assert len(seven.type(two).results) == 1
