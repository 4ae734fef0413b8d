"""Memory.grow, which moves the memory, while another thread's wasm works in it."""
# invariant: R1
# expect: StoreBusyError

import wasmtime
from prelude import Busy, exports, host, misuse, movable

busy = Busy()
store = wasmtime.Store(movable())
module = exports(
    store,
    """(module (import "" "more" (func $more (result i32))) (memory (export "memory") 1)
      (func (export "run") (result i32) (local $i i32)
        (loop $again
          (local.set $i (i32.const 65532))
          (loop $fill
            (i32.store (local.get $i) (i32.const -1))
            (br_if $fill (local.tee $i (i32.sub (local.get $i) (i32.const 4)))))
          (br_if $again (call $more)))
        i32.const 7))""",
    host(store, busy.more, results=1),
)

with misuse(), busy.thread(module["run"], store):
    for _ in range(200):
        module["memory"].grow(store, 1)
