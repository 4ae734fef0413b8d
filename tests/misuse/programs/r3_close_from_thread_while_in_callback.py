"""A thread closes the store while another thread waits in a callback of it."""
# invariant: R3
# expect: StoreBusyError

import wasmtime
from prelude import misuse, thread_in_callback

store = wasmtime.Store()

with misuse(), thread_in_callback(store):
    store.close()
