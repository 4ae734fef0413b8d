"""A callback hands its own store to another thread, which enters it under the running call."""
# invariant: R3
# expect: ReentrancyError

from concurrent.futures import ThreadPoolExecutor

import wasmtime
from prelude import exports, handed_over, host, misuse, pinned, taken_over

store = wasmtime.Store()


def deeper(n):
    if n == 10:
        sent = handed_over(pin)
        with ThreadPoolExecutor(1) as pool:
            pool.submit(lambda: run(taken_over(sent), 40)).result()


run = exports(
    store,
    """(module (import "" "f" (func $f (param i32)))
      (func $run (export "run") (param i32)
        (if (local.get 0) (then (call $f (local.get 0))
          (call $run (i32.sub (local.get 0) (i32.const 1)))))))""",
    host(store, deeper, params=1),
)["run"]
pin = pinned(store)

with misuse():
    run(pin, 20)
