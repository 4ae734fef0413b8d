"""A callback returns a set for two results; wasm gets them in any order."""
# invariant: C3
# expect: TypeError

import wasmtime
from prelude import exports, host, misuse

store = wasmtime.Store()
run = exports(
    store,
    """(module (import "" "" (func (result i32 i32)))
      (func (export "run") (result i32 i32) call 0))""",
    host(store, lambda: {3, 2}, results=2),
)["run"]

with misuse():
    got = run(store)
    raise AssertionError(f"wasm got {got}")
