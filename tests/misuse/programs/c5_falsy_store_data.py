"""Legal: an empty list as a store's data, to be filled by callbacks later."""
# invariant: C5
# expect: fine

import wasmtime
from prelude import misuse

log = []
store = wasmtime.Store(data=log)

with misuse():
    got = store.data()
    assert got is log, f"the data is {got!r}"
