"""A callback asks a thread-local for whom it works, and a worker serves another tenant."""
# invariant: P1
# expect: WrongThreadError

import threading
from concurrent.futures import ThreadPoolExecutor

import wasmtime
from prelude import exports, host, misuse, pinned


class Session(threading.local):
    tenant = 0


session = Session()
session.tenant = 7
store = wasmtime.Store()
tenant = host(store, lambda: session.tenant, results=1)
run = exports(
    store,
    '(module (import "" "" (func (result i32))) (func (export "run") (result i32) call 0))',
    tenant,
)["run"]
pin = pinned(store)

with misuse(), ThreadPoolExecutor(1) as pool:
    assert run(pin) == 7
    served = pool.submit(run, pin).result()
    assert served == 7, f"served tenant {served}"
