"""A store was sent to a worker, and the sender closes it when its own work is done."""
# invariant: T1
# expect: InTransitError

from concurrent.futures import ThreadPoolExecutor

import wasmtime
from prelude import COUNTER, exports, handed_over, misuse, pinned, taken_over

store = wasmtime.Store()
add = exports(store, COUNTER)["add"]
sent = handed_over(pinned(store))

with misuse(), ThreadPoolExecutor(1) as pool:
    store.close()
    assert pool.submit(lambda: add(taken_over(sent), 5)).result() == 5
