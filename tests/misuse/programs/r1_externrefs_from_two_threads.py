"""Two threads pass Python objects into one store."""
# invariant: R1
# expect: StoreBusyError

import wasmtime
from prelude import Busy, exports, host, misuse

busy = Busy()
store = wasmtime.Store()
module = exports(
    store,
    """(module (import "" "" (func $meet)) (func (export "meet") call $meet)
      (func (export "same") (param externref) (result externref) local.get 0))""",
    host(store, busy.meet),
)


def job():
    module["meet"](store)
    for i in range(1, 5000):
        assert module["same"](store, (i,)) == (i,), "another thread's object"


with misuse(), busy.thread(job, returns=None):
    job()
