"""A store is handed over, and its callback takes a second store along that stays in use here."""
# invariant: T4
# expect: NotSendError

from concurrent.futures import ThreadPoolExecutor

import wasmtime
from prelude import COUNTER, exports, handed_over, host, misuse, pinned, taken_over

TIMES = 50_000_000


def wired():
    shared = wasmtime.Store()
    counter = exports(shared, COUNTER)
    store = wasmtime.Store()
    count = host(store, lambda: counter["add"](shared, TIMES) and None)
    found = exports(store, '(module (import "" "" (func)) (func (export "run") call 0))', count)
    return shared, counter, store, found["run"]


shared, counter, store, run = wired()
pin = pinned(store)

with misuse(), ThreadPoolExecutor(1) as pool:
    sent = handed_over(pin)
    working = pool.submit(lambda: run(taken_over(sent)))
    counter["add"](shared, TIMES)
    working.result()
    count = counter["n"].value(shared)
    assert count == 2 * TIMES, f"{2 * TIMES - count} of {2 * TIMES} updates lost"
