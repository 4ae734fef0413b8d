"""A callback opens `with store:` for a nested call; the block's end closes the store."""
# invariant: R3
# expect: ReentrancyError

import wasmtime
from prelude import exports, host, misuse

store = wasmtime.Store()


def callback(i):
    with store:
        return module["double"](store, i)


module = exports(
    store,
    """(module (import "" "" (func $host (param i32) (result i32)))
      (func (export "run") (param i32) (result i32) (call $host (local.get 0)))
      (func (export "double") (param i32) (result i32) (i32.mul (local.get 0) (i32.const 2))))""",
    host(store, callback, params=1, results=1),
)

with misuse():
    assert module["run"](store, 21) == 42
