"""The main thread recurses without end while a thread is in a callback of the store."""
# invariant: R1
# expect: StoreBusyError

import wasmtime
from prelude import exports, misuse, thread_in_callback

store = wasmtime.Store()
forever = exports(
    store, """(module (func $f (export "f") (result i32) (i32.add (i32.const 1) (call $f))))"""
)["f"]

with misuse(may_trap=True), thread_in_callback(store):
    forever(store)
