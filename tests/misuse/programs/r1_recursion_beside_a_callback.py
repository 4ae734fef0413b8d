"""A shallow recursion, while the main thread is in a callback: the stack limit is not its own."""
# invariant: R1
# expect: StoreBusyError

from concurrent.futures import ThreadPoolExecutor

import wasmtime
from prelude import exports, host, misuse

store = wasmtime.Store()
depth = exports(
    store,
    """(module (func $depth (export "depth") (param i32) (result i32)
      (if (result i32) (local.get 0)
        (then (i32.add (i32.const 1) (call $depth (i32.sub (local.get 0) (i32.const 1)))))
        (else (i32.const 0)))))""",
)["depth"]


def callback():
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(depth, store, 10).result() == 10


run = exports(
    store, """(module (import "" "" (func)) (func (export "run") call 0))""", host(store, callback)
)["run"]

with misuse():
    run(store)
