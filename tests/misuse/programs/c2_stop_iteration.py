"""Legal: a callback raises StopIteration, for example by next() on an empty iterator."""
# invariant: C2
# expect: StopIteration

import wasmtime
from prelude import host, misuse

store = wasmtime.Store()
numbers = iter([1, 2])
following = host(store, lambda: next(numbers), results=1)

with misuse():
    assert following(store) == 1 and following(store) == 2
    following(store)
