"""A store was handed over, and the old thread goes on counting in it."""
# invariant: T5
# expect: MovedError

import threading
from concurrent.futures import ThreadPoolExecutor

import wasmtime
from prelude import COUNTER, exports, handed_over, misuse, pinned, taken_over

TIMES = 50_000_000
store = wasmtime.Store()
found = exports(store, COUNTER)
pin = pinned(store)
sent = handed_over(pin)
taken = threading.Event()


def work():
    mine = taken_over(sent)
    taken.set()
    found["add"](mine, TIMES)
    return found["n"].value(mine)


with misuse(), ThreadPoolExecutor(1) as pool:
    working = pool.submit(work)
    taken.wait()
    found["add"](pin, TIMES)
    working.result()
    count = found["n"].value(pin)
    assert count == 2 * TIMES, f"{2 * TIMES - count} of {2 * TIMES} updates lost"
