"""Store.gc on one thread, while another thread's wasm holds an object in a local."""
# invariant: R1
# expect: StoreBusyError

import wasmtime
from prelude import Busy, exports, host, misuse

busy = Busy()
seen = []
store = wasmtime.Store()
externref = wasmtime.ValType.externref()
module = exports(
    store,
    """(module (import "" "more" (func $more (result i32)))
      (import "" "new" (func $new (result externref)))
      (import "" "see" (func $see (param externref)))
      (func (export "run") (result i32) (local $object externref) (local $i i32)
        (loop $again
          (local.set $object (call $new))
          (local.set $i (i32.const 200000))
          (loop $work (br_if $work (local.tee $i (i32.sub (local.get $i) (i32.const 1)))))
          (call $see (local.get $object))
          (br_if $again (call $more)))
        i32.const 7))""",
    host(store, busy.more, results=1),
    wasmtime.Func(store, wasmtime.FuncType([], [externref]), lambda: "object"),
    wasmtime.Func(store, wasmtime.FuncType([externref], []), seen.append),
)

with misuse():
    with busy.thread(module["run"], store):
        for _ in range(3000):
            store.gc()
    assert set(seen) == {"object"}, "the object was collected"
