"""Two threads instantiate modules in one store at the same time."""
# invariant: R1
# expect: StoreBusyError

import wasmtime
from prelude import Busy, host, misuse

busy = Busy()
store = wasmtime.Store()
module = wasmtime.Module(
    store.engine, """(module (import "" "" (func)) (memory 1) (table 9 funcref) (start 0))"""
)
imports = [host(store, busy.meet)]


def job():
    for _ in range(2000):
        wasmtime.Instance(store, module, imports)


with misuse(), busy.thread(job, returns=None):
    job()
