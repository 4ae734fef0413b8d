"""The exports of an instance are looked up while another thread is in the store."""
# invariant: R1
# expect: StoreBusyError

import wasmtime
from prelude import misuse, thread_in_callback

store = wasmtime.Store()
module = wasmtime.Module(store.engine, """(module (memory (export "memory") 1))""")
instance = wasmtime.Instance(store, module, [])

with misuse(), thread_in_callback(store):
    assert list(instance.exports(store)) == ["memory"]
