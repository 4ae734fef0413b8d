"""ThreadPoolExecutor.map over one store, with a host callback that takes its time."""
# invariant: R1
# expect: StoreBusyError

from concurrent.futures import ThreadPoolExecutor

import wasmtime
from prelude import Busy, exports, host, misuse

busy = Busy()


def fetch(i):
    busy.meet()
    return i + 1


store = wasmtime.Store()
run = exports(
    store,
    """(module (import "" "" (func (param i32) (result i32)))
      (func (export "run") (param i32) (result i32) (call 0 (local.get 0))))""",
    host(store, fetch, params=1, results=1),
)["run"]


def job(i):
    try:
        return run(store, i)
    finally:
        busy.leave.set()


with misuse(), ThreadPoolExecutor(2) as pool:
    assert list(pool.map(job, range(100))) == list(range(1, 101)), "wrong results"
