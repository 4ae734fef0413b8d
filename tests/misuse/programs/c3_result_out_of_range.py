"""A callback returns 2**40 + 5 for an i32; wasm gets 5."""
# invariant: C3
# expect: OverflowError

import wasmtime
from prelude import exports, host, misuse

store = wasmtime.Store()
run = exports(
    store,
    """(module (import "" "" (func (result i32))) (func (export "run") (result i32) call 0))""",
    host(store, lambda: 2**40 + 5, results=1),
)["run"]

with misuse():
    got = run(store)
    assert got == 2**40 + 5, f"wasm got {got}"
