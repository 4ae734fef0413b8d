"""Two threads run the same counting function of one store: increments are lost."""
# invariant: R1
# expect: StoreBusyError

import wasmtime
from prelude import Busy, exports, host, misuse

ROUNDS = 200_000_000
busy = Busy()
store = wasmtime.Store()
module = exports(
    store,
    """(module (import "" "" (func $meet)) (memory 1)
      (func (export "count") (param $i i32)
        call $meet
        (loop $again
          (i32.store (i32.const 0) (i32.add (i32.load (i32.const 0)) (i32.const 1)))
          (br_if $again (local.tee $i (i32.sub (local.get $i) (i32.const 1))))))
      (func (export "total") (result i32) (i32.load (i32.const 0))))""",
    host(store, busy.meet),
)

with misuse():
    with busy.thread(module["count"], store, ROUNDS, returns=None):
        module["count"](store, ROUNDS)
    assert module["total"](store) == 2 * ROUNDS, "lost increments"
