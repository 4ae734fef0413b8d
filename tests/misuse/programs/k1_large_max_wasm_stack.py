"""The engine allows WebAssembly more stack than the thread has."""
# invariant: K1
# expect: StackHeadroomError

import wasmtime
from prelude import exports, misuse, on_a_thread

config = wasmtime.Config()
config.max_wasm_stack = 2 << 20
store = wasmtime.Store(wasmtime.Engine(config))
run = exports(store, '(module (func $f (export "run") call $f))')["run"]

with misuse(may_trap=True):
    on_a_thread(lambda: run(store), 1024)
