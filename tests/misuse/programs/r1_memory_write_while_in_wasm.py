"""Memory.write while another thread's wasm reads the same bytes: it sees half a write."""
# invariant: R1
# expect: StoreBusyError

import wasmtime
from prelude import Busy, exports, host, misuse

busy = Busy()
store = wasmtime.Store()
# Returns 7, or 0 once the first and the last byte of a page differ.
module = exports(
    store,
    """(module (import "" "more" (func $more (result i32))) (memory (export "memory") 1)
      (func (export "run") (result i32) (local $i i32)
        (loop $again
          (local.set $i (i32.const 1000000))
          (loop $look
            (if (i32.ne (i32.load8_u (i32.const 0)) (i32.load8_u (i32.const 65535)))
              (then (return (i32.const 0))))
            (br_if $look (local.tee $i (i32.sub (local.get $i) (i32.const 1)))))
          (br_if $again (call $more)))
        i32.const 7))""",
    host(store, busy.more, results=1),
)

with misuse(), busy.thread(module["run"], store):
    for i in range(10000):
        module["memory"].write(store, bytearray([i % 256]) * 65536)
