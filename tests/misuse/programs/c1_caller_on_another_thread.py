"""A callback lets a helper thread read the memory through its Caller, and waits for it."""
# invariant: C1
# expect: StaleCallerError

from concurrent.futures import ThreadPoolExecutor

import wasmtime
from prelude import exports, host, misuse

pool = ThreadPoolExecutor(1)


def callback(caller):
    assert pool.submit(caller["memory"].read, caller, 0, 1).result() == b"\0"


store = wasmtime.Store()
run = exports(
    store,
    """(module (import "" "" (func)) (memory (export "memory") 1) (func (export "run") call 0))""",
    host(store, callback, caller=True),
)["run"]

with misuse():
    run(store)
