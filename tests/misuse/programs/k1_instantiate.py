"""A start function recurses without end on a thread with 128 KiB of stack."""
# invariant: K1
# expect: StackHeadroomError

import wasmtime
from prelude import misuse, on_a_thread

store = wasmtime.Store()
module = wasmtime.Module(store.engine, "(module (func $f call $f) (start $f))")

with misuse(may_trap=True):
    on_a_thread(lambda: wasmtime.Instance(store, module, []), 128)
