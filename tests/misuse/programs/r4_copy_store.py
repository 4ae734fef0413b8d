"""copy.copy(store): two Python objects own one native store."""
# invariant: R4
# expect: TypeError

import copy

import wasmtime
from prelude import misuse

store = wasmtime.Store()

with misuse():
    other = copy.copy(store)
    store.close()
    other.set_limits(memories=1)
    other.close()
