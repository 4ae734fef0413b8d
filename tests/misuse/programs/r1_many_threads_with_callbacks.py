"""A pool of eight threads calls one store in a hurry; every call goes through a callback."""
# invariant: R1
# expect: StoreBusyError

from concurrent.futures import ThreadPoolExecutor

import wasmtime
from prelude import Busy, exports, host, misuse

busy = Busy()


def double(i):
    busy.meet()
    return 2 * i


store = wasmtime.Store()
run = exports(
    store,
    """(module (import "" "" (func (param i32) (result i32)))
      (func (export "run") (param i32) (result i32) (call 0 (local.get 0))))""",
    host(store, double, params=1, results=1),
)["run"]


def job(start):
    try:
        for i in range(start, start + 500):
            assert run(store, i) == 2 * i, "a wrong result"
    finally:
        busy.leave.set()


with misuse(), ThreadPoolExecutor(8) as pool:
    list(pool.map(job, range(8)))
