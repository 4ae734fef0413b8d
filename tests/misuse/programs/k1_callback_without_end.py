"""Wasm and Python call each other without end on a thread with 256 KiB of stack."""
# invariant: K1
# expect: StackHeadroomError

import wasmtime
from prelude import exports, host, misuse, on_a_thread

store = wasmtime.Store()
wat = '(module (import "" "" (func)) (func (export "run") call 0))'
run = exports(store, wat, host(store, lambda: run(store)))["run"]

with misuse(may_trap=True):
    on_a_thread(lambda: run(store), 256)
