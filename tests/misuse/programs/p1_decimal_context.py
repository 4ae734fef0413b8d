"""A callback computes in its thread's decimal context, and another thread's rounds otherwise."""
# invariant: P1
# expect: WrongThreadError

import decimal
from concurrent.futures import ThreadPoolExecutor

import wasmtime
from prelude import exports, host, misuse, pinned

decimal.getcontext().rounding = decimal.ROUND_DOWN
store = wasmtime.Store()
cents = host(
    store, lambda n: int((decimal.Decimal(n) / 8).quantize(decimal.Decimal(1))), params=1, results=1
)
run = exports(
    store,
    """(module (import "" "" (func (param i32) (result i32)))
      (func (export "run") (param i32) (result i32) (call 0 (local.get 0))))""",
    cents,
)["run"]
pin = pinned(store)

with misuse(), ThreadPoolExecutor(1) as pool:
    here = run(pin, 15)
    there = pool.submit(run, pin, 15).result()
    assert here == there, f"{here} here and {there} there"
