"""A worker cannot set up what a store needs, and works with what another thread left in it."""
# invariant: T3
# expect: LandingError

import threading
from concurrent.futures import ThreadPoolExecutor

import wasmtime
from prelude import exports, handed_over, host, misuse, pinned, set_up_by, taken_over

accounts = {"MainThread": 1}
billing = {}


def log_in(_):
    billing["account"] = accounts[threading.current_thread().name]


log_in(None)
store = wasmtime.Store()
set_up_by(store, log_in)
run = exports(
    store,
    '(module (import "" "" (func (result i32))) (func (export "run") (result i32) call 0))',
    host(store, lambda: billing["account"], results=1),
)["run"]
sent = handed_over(pinned(store))

with misuse(), ThreadPoolExecutor(1) as pool:
    billed = pool.submit(lambda: run(taken_over(sent))).result()
    raise AssertionError(f"a worker without an account billed account {billed}")
