"""ThreadPoolExecutor.map over one store, of calls that never leave wasm."""
# invariant: R1
# expect: StoreBusyError

from concurrent.futures import ThreadPoolExecutor

import wasmtime
from prelude import exports, misuse, thread_in_wasm

store = wasmtime.Store()
module = exports(
    store,
    """(module (memory 1)
      (func (export "add") (param $i i32)
        (loop $again
          (i32.store (i32.const 0) (i32.add (i32.load (i32.const 0)) (i32.const 1)))
          (br_if $again (local.tee $i (i32.sub (local.get $i) (i32.const 1))))))
      (func (export "total") (result i32) (i32.load (i32.const 0))))""",
)

with misuse():
    with thread_in_wasm(store), ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: module["add"](store, n), [5_000_000] * 40))
    assert module["total"](store) == 200_000_000, "lost increments"
