"""store.close() in a host callback frees the store under the wasm that called it."""
# invariant: R3
# expect: ReentrancyError

import wasmtime
from prelude import exports, host, misuse

store = wasmtime.Store()
run = exports(
    store,
    """(module (import "" "" (func)) (memory 1)
      (func (export "run") (result i32) call 0 (i32.load (i32.const 0))))""",
    host(store, lambda: store.close()),
)["run"]

with misuse():
    assert run(store) == 0
