"""Legal: a host callback calls back into the store that called it, through its Caller."""
# invariant: R2
# expect: fine

import wasmtime
from prelude import exports, host, misuse

store = wasmtime.Store()
module = exports(
    store,
    """(module (import "" "" (func $host (param i32) (result i32)))
      (func (export "run") (param i32) (result i32) (call $host (local.get 0)))
      (func (export "double") (param i32) (result i32) (i32.mul (local.get 0) (i32.const 2))))""",
    host(store, lambda caller, i: caller["double"](caller, i), params=1, results=1, caller=True),
)

with misuse():
    assert module["run"](store, 21) == 42
