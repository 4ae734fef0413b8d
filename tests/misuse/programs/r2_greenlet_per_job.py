"""A pool of greenlets, as under gevent: each job waits for its turn inside a host callback."""
# invariant: R2
# expect: ReentrancyError

import greenlet
import wasmtime
from prelude import exports, host, misuse

hub = greenlet.getcurrent()
store = wasmtime.Store()
run = exports(
    store,
    """(module (import "" "" (func $wait (param i32) (result i32)))
      (func (export "run") (param i32) (result i32) (call $wait (local.get 0))))""",
    host(store, lambda i: hub.switch(i), params=1, results=1),
)["run"]

with misuse():
    jobs = [greenlet.greenlet(lambda i=i: run(store, i)) for i in range(8)]
    try:
        waiting = [job.switch() for job in jobs]
    finally:
        results = [job.switch(10 * i) for i, job in enumerate(jobs) if job]
    assert waiting == list(range(8)) and results == [10 * i for i in range(8)], "wrong results"
