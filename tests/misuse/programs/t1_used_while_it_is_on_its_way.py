"""A store was sent to a worker, and the sender goes on counting in it."""
# invariant: T1
# expect: InTransitError

import threading
from concurrent.futures import ThreadPoolExecutor

import wasmtime
from prelude import COUNTER, exports, handed_over, misuse, pinned, taken_over

TIMES = 50_000_000
store = wasmtime.Store()
found = exports(store, COUNTER)
sent = handed_over(pinned(store))
go = threading.Event()


def work():
    go.wait()
    return found["add"](taken_over(sent), TIMES)


with ThreadPoolExecutor(1) as pool:
    working = pool.submit(work)
    with misuse():
        try:
            found["add"](store, 1)
        finally:
            go.set()
        found["add"](store, TIMES)
        working.result()
        count = found["n"].value(store)
        assert count == 2 * TIMES + 1, f"{2 * TIMES + 1 - count} of {2 * TIMES + 1} updates lost"
