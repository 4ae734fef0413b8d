"""A callback returns 1e300 for an f32; wasm gets infinity."""
# invariant: C3
# expect: OverflowError

import wasmtime
from prelude import exports, misuse

store = wasmtime.Store()
kind = wasmtime.FuncType([], [wasmtime.ValType.f32()])
run = exports(
    store,
    """(module (import "" "" (func (result f32))) (func (export "run") (result f32) call 0))""",
    wasmtime.Func(store, kind, lambda: 1e300),
)["run"]

with misuse():
    got = run(store)
    assert got == 1e300, f"wasm got {got}"
