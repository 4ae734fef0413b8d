"""The second of a callback's two results has the wrong type."""
# invariant: C3
# expect: TypeError

import wasmtime
from prelude import exports, host, misuse

store = wasmtime.Store()
run = exports(
    store,
    """(module (import "" "" (func (result i32 i32)))
      (func (export "run") (result i32 i32) call 0))""",
    host(store, lambda: (1, "2"), results=2),
)["run"]

with misuse():
    run(store)
