"""A store changes threads, its set-up fails on the new one, and the guest runs all the same."""
# invariant: R5
# expect: LandingError

import threading
from concurrent.futures import ThreadPoolExecutor

import wasmtime
from prelude import COUNTER, exports, misuse, set_up_by

accounts = {"MainThread": 1}


def log_in(_):
    if threading.current_thread().name not in accounts:
        raise PermissionError("no account")


store = wasmtime.Store()
set_up_by(store, log_in, every_switch=True)
add = exports(store, COUNTER)["add"]

with misuse(), ThreadPoolExecutor(1) as pool:
    add(store, 1)
    pool.submit(add, store, 1).result()
    raise AssertionError("a thread without an account ran the guest")
