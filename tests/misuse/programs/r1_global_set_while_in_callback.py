"""Global.set_value while another thread is in a callback of the store."""
# invariant: R1
# expect: StoreBusyError

import wasmtime
from prelude import misuse, thread_in_callback

store = wasmtime.Store()
kind = wasmtime.GlobalType(wasmtime.ValType.i32(), True)
counter = wasmtime.Global(store, kind, 0)

with misuse(), thread_in_callback(store):
    counter.set_value(store, counter.value(store) + 1)
