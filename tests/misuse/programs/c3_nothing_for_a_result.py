"""A callback forgets its return statement."""
# invariant: C3
# expect: TypeError

import wasmtime
from prelude import exports, host, misuse

store = wasmtime.Store()
run = exports(
    store,
    """(module (import "" "" (func (result i32))) (func (export "run") (result i32) call 0))""",
    host(store, lambda: None, results=1),
)["run"]

with misuse():
    run(store)
