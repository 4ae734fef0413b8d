"""A callback returns 2**64 + 5 for an i64; wasm gets 5."""
# invariant: C3
# expect: OverflowError

import wasmtime
from prelude import exports, misuse

store = wasmtime.Store()
kind = wasmtime.FuncType([], [wasmtime.ValType.i64()])
run = exports(
    store,
    """(module (import "" "" (func (result i64))) (func (export "run") (result i64) call 0))""",
    wasmtime.Func(store, kind, lambda: 2**64 + 5),
)["run"]

with misuse():
    got = run(store)
    assert got == 2**64 + 5, f"wasm got {got}"
