"""A queue delivers a job again that was done already, and its store does the work twice."""
# invariant: T2
# expect: TokenSpentError

from concurrent.futures import ThreadPoolExecutor

import wasmtime
from prelude import COUNTER, exports, handed_over, misuse, pinned, taken_over

store = wasmtime.Store()
add = exports(store, COUNTER)["add"]
job = handed_over(pinned(store))


def charge(job):
    return add(taken_over(job), 10)


with misuse(), ThreadPoolExecutor(1) as pool:
    charged = [pool.submit(charge, job).result() for job in (job, job)]
    assert charged == [10], f"charged {charged[-1]} for 10"
