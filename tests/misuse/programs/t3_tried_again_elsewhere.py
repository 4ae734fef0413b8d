"""Legal: one worker cannot set up what a store needs, the next one can, and nothing is lost."""
# invariant: T3
# expect: fine

from concurrent.futures import ThreadPoolExecutor

import wasmtime
from prelude import COUNTER, exports, handed_over, misuse, pinned, set_up_by, taken_over

attempts = []
ready = []


def set_up(_):
    attempts.append(1)
    if len(attempts) == 1:
        raise ConnectionError("not yet")
    ready.append(1)


store = wasmtime.Store()
found = exports(store, COUNTER)
found["add"](store, 3)
set_up_by(store, set_up)
sent = handed_over(pinned(store))


def work():
    assert found["add"](taken_over(sent), 4) == 7
    assert ready, "nobody has set up what the store needs"


with misuse():
    with ThreadPoolExecutor(1) as pool:
        failed = pool.submit(lambda: taken_over(sent)).exception()
    with ThreadPoolExecutor(1) as pool:
        pool.submit(work).result()
