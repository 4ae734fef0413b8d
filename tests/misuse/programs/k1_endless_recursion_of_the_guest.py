"""A guest recurses without end on a thread with 256 KiB of stack."""
# invariant: K1
# expect: StackHeadroomError

import wasmtime
from prelude import exports, misuse, on_a_thread

store = wasmtime.Store()
run = exports(store, '(module (func $f (export "run") call $f))')["run"]

with misuse(may_trap=True):
    on_a_thread(lambda: run(store), 256)
