"""Legal: a store is made here, run on a worker that is joined, then used here again."""
# invariant: R1
# expect: fine

from concurrent.futures import ThreadPoolExecutor

import wasmtime
from prelude import exports, misuse

store = wasmtime.Store()
add = exports(
    store,
    """(module (func (export "add") (param i32 i32) (result i32)
        (i32.add (local.get 0) (local.get 1))))""",
)["add"]

with misuse():
    for i in range(20):
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(add, store, i, 1).result() == i + 1
        assert add(store, i, 2) == i + 2
    store.close()
