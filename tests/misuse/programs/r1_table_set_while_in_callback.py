"""Table.set while another thread is in a callback of the store."""
# invariant: R1
# expect: StoreBusyError

import wasmtime
from prelude import host, misuse, thread_in_callback

store = wasmtime.Store()
kind = wasmtime.TableType(wasmtime.ValType.funcref(), wasmtime.Limits(1, None))
table = wasmtime.Table(store, kind, None)
function = host(store, lambda: None)

with misuse(), thread_in_callback(store):
    table.set(store, 0, function)
