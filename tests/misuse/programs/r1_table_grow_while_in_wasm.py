"""Table.grow while another thread's wasm calls through the table."""
# invariant: R1
# expect: StoreBusyError

import wasmtime
from prelude import Busy, exports, host, misuse

busy = Busy()
store = wasmtime.Store()
module = exports(
    store,
    """(module (type $t (func (result i32))) (import "" "more" (func $more (type $t)))
      (table (export "table") 1 funcref) (elem (i32.const 0) $seven)
      (func $seven (type $t) (i32.const 7))
      (func (export "run") (result i32) (local $i i32)
        (loop $again
          (local.set $i (i32.const 1000000))
          (loop $work
            (drop (call_indirect (type $t) (i32.const 0)))
            (br_if $work (local.tee $i (i32.sub (local.get $i) (i32.const 1)))))
          (br_if $again (call $more)))
        (call_indirect (type $t) (i32.const 0))))""",
    host(store, busy.more, results=1),
)

with misuse(), busy.thread(module["run"], store):
    for _ in range(5000):
        module["table"].grow(store, 1000, None)
