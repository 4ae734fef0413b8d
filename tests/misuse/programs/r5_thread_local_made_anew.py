"""A store changes threads, and its callback finds nothing in the new thread's thread-local."""
# invariant: R5
# expect: fine

import threading
from concurrent.futures import ThreadPoolExecutor

import wasmtime
from prelude import exports, handed_over, host, misuse, pinned, set_up_by, taken_over


class Session(threading.local):
    tenant = 0


session = Session()


def log_in(_):
    session.tenant = 7


log_in(None)
store = wasmtime.Store()
set_up_by(store, log_in)


def tenant():
    # Of the module, so that it is not taken along but looked up on each thread.
    return session.tenant


run = exports(
    store,
    '(module (import "" "" (func (result i32))) (func (export "run") (result i32) call 0))',
    host(store, tenant, results=1),
)["run"]
sent = handed_over(pinned(store))

with misuse(), ThreadPoolExecutor(1) as pool:
    served = pool.submit(lambda: run(taken_over(sent))).result()
    assert served == 7, f"served tenant {served}"
