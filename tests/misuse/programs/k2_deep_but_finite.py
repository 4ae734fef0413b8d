"""Legal: wasm and Python call each other 40 levels deep."""
# invariant: K2
# expect: fine

import wasmtime
from prelude import exports, host, misuse

store = wasmtime.Store()
run = exports(
    store,
    """(module (import "" "" (func (param i32) (result i32)))
      (func (export "run") (param i32) (result i32) (call 0 (local.get 0))))""",
    host(store, lambda i: i and 1 + run(store, i - 1), params=1, results=1),
)["run"]

with misuse():
    assert run(store, 40) == 40
