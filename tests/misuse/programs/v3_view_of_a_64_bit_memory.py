"""A view of a 64-bit memory without a maximum is out while wasm grows the memory."""
# invariant: V3
# expect: BorrowError

import wasmtime
from prelude import exports, misuse

store = wasmtime.Store()
module = exports(
    store,
    """(module (memory (export "memory") i64 1)
      (func (export "fill") (drop (memory.grow (i64.const 1)))
        (i32.store8 (i64.const 0) (i32.const 1))))""",
)
view = module["memory"].get_buffer_ptr(store, 8)

with misuse():
    module["fill"](store)
    assert view[0] == 1, "the view shows the old memory"
