"""A thread for each instance, but the instances share one store."""
# invariant: R1
# expect: StoreBusyError

import wasmtime
from prelude import Busy, exports, host, misuse

busy = Busy()
store = wasmtime.Store()
wat = """(module (import "" "" (func)) (func (export "run") (param externref) (result externref)
  call 0 local.get 0))"""
plugins = [exports(store, wat, host(store, busy.meet))["run"] for _ in range(2)]


def job(run):
    for i in range(2000):
        assert run(store, [i]) == [i], "another plugin's object"


with misuse(), busy.thread(job, plugins[0], returns=None):
    job(plugins[1])
