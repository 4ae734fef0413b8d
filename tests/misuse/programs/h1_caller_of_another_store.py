"""A callback uses its Caller as the store for a function of another store."""
# invariant: H1
# expect: ForeignStoreError

import wasmtime
from prelude import host, misuse

engine = wasmtime.Engine()
one, two = wasmtime.Store(engine), wasmtime.Store(engine)
seven = host(two, lambda: 7, results=1)
callback = host(one, lambda caller: seven(caller), results=1, caller=True)

with misuse():
    assert callback(one) == 7
