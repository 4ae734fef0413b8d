"""Memory.read while another thread's wasm grows the memory, which moves."""
# invariant: R1
# expect: StoreBusyError

import wasmtime
from prelude import Busy, exports, host, misuse, movable

busy = Busy()
store = wasmtime.Store(movable())
module = exports(
    store,
    """(module (import "" "more" (func $more (result i32))) (memory (export "memory") 16)
      (func (export "run") (result i32)
        (loop $again
          (drop (memory.grow (i32.const 1)))
          (br_if $again (call $more)))
        i32.const 7))""",
    host(store, busy.more, results=1),
)
memory = module["memory"]

with misuse(), busy.thread(module["run"], store):
    for _ in range(300):
        assert not any(memory.read(store, 0, 1 << 20)), "read something that nobody wrote"
