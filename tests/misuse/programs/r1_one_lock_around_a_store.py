"""Legal: threads share a store and take turns under a lock of their own."""
# invariant: R1
# expect: fine

import threading
from concurrent.futures import ThreadPoolExecutor

import wasmtime
from prelude import exports, host, misuse

lock = threading.Lock()
store = wasmtime.Store()
run = exports(
    store,
    """(module (import "" "" (func (param i32) (result i32)))
      (func (export "run") (param i32) (result i32) (call 0 (local.get 0))))""",
    host(store, lambda i: i + 1, params=1, results=1),
)["run"]


def job(i):
    with lock:
        return run(store, i)


with misuse(), ThreadPoolExecutor(4) as pool:
    assert list(pool.map(job, range(500))) == list(range(1, 501))
