"""One thread waits in a host callback; another calls a function of the same store."""
# invariant: R1
# expect: StoreBusyError

import wasmtime
from prelude import exports, misuse, thread_in_callback

store = wasmtime.Store()
add = exports(
    store,
    """(module (func (export "add") (param i32 i32) (result i32)
        (i32.add (local.get 0) (local.get 1))))""",
)["add"]

with misuse(), thread_in_callback(store):
    assert add(store, 1, 2) == 3
