"""A queue delivers one store twice, and two threads that believe it theirs count in it."""
# invariant: T2
# expect: TokenSpentError

import threading
from concurrent.futures import ThreadPoolExecutor

import wasmtime
from prelude import COUNTER, exports, handed_over, misuse, pinned, taken_over

TIMES = 50_000_000
store = wasmtime.Store()
found = exports(store, COUNTER)
sent = handed_over(pinned(store))
taken = threading.Event()


def work():
    mine = taken_over(sent)
    taken.set()
    found["add"](mine, TIMES)


with misuse(), ThreadPoolExecutor(1) as pool:
    working = pool.submit(work)
    taken.wait()
    mine = taken_over(sent)
    found["add"](mine, TIMES)
    working.result()
    count = found["n"].value(mine)
    assert count == 2 * TIMES, f"{2 * TIMES - count} of {2 * TIMES} updates lost"
