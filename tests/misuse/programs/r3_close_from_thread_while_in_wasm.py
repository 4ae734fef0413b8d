"""A watchdog closes the store while another thread runs wasm in it."""
# invariant: R3
# expect: StoreBusyError

import wasmtime
from prelude import misuse, thread_in_wasm

store = wasmtime.Store()

with misuse(), thread_in_wasm(store):
    store.close()
