"""A status page asks for a memory's size while another thread runs in the store."""
# invariant: R1
# expect: StoreBusyError

import wasmtime
from prelude import misuse, thread_in_wasm

store = wasmtime.Store()
memory = wasmtime.Memory(store, wasmtime.MemoryType(wasmtime.Limits(1, 2)))

with misuse(), thread_in_wasm(store):
    assert memory.size(store) == 1
