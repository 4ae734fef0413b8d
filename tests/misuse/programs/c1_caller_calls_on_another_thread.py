"""A helper thread calls wasm through the Caller of a callback that waits for it."""
# invariant: C1
# expect: StaleCallerError

from concurrent.futures import ThreadPoolExecutor

import wasmtime
from prelude import exports, host, misuse

pool = ThreadPoolExecutor(1)


def callback(caller):
    assert pool.submit(caller["depth"], caller, 10).result() == 10


store = wasmtime.Store()
run = exports(
    store,
    """(module (import "" "" (func)) (func (export "run") call 0)
      (func $depth (export "depth") (param i32) (result i32)
        (if (result i32) (local.get 0)
          (then (i32.add (i32.const 1) (call $depth (i32.sub (local.get 0) (i32.const 1)))))
          (else (i32.const 0)))))""",
    host(store, callback, caller=True),
)["run"]

with misuse():
    run(store)
