"""Legal: a callback closes over its store instead of asking for a Caller."""
# invariant: R2
# expect: fine

import wasmtime
from prelude import exports, host, misuse

store = wasmtime.Store()


def callback(i):
    module["memory"].write(store, b"hello")
    return module["double"](store, i)


module = exports(
    store,
    """(module (import "" "" (func $host (param i32) (result i32))) (memory (export "memory") 1)
      (func (export "run") (param i32) (result i32)
        (i32.add (call $host (local.get 0)) (i32.load8_u (i32.const 0))))
      (func (export "double") (param i32) (result i32) (i32.mul (local.get 0) (i32.const 2))))""",
    host(store, callback, params=1, results=1),
)

with misuse():
    assert module["run"](store, 21) == 42 + ord("h")
