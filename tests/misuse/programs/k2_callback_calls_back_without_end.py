"""Wasm calls a callback that calls the same function, without end."""
# invariant: K2
# expect: RecursionError

import wasmtime
from prelude import exports, host, misuse

store = wasmtime.Store()
run = exports(
    store,
    """(module (import "" "" (func)) (func (export "run") call 0))""",
    host(store, lambda: run(store)),
)["run"]

with misuse(may_trap=True):
    run(store)
