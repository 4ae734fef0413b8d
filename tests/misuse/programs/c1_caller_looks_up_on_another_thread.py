"""A helper thread looks up an export through the Caller of a callback that waits for it."""
# invariant: C1
# expect: StaleCallerError

from concurrent.futures import ThreadPoolExecutor

import wasmtime
from prelude import exports, host, misuse

pool = ThreadPoolExecutor(1)


def callback(caller):
    assert pool.submit(lambda: caller["memory"]).result() is not None


store = wasmtime.Store()
run = exports(
    store,
    """(module (import "" "" (func)) (memory (export "memory") 1) (func (export "run") call 0))""",
    host(store, callback, caller=True),
)["run"]

with misuse():
    run(store)
