"""A memoryview over a memory is read after wasm has grown, and so moved, the memory."""
# invariant: V3
# expect: BorrowError

import wasmtime
from prelude import exports, misuse, movable

store = wasmtime.Store(movable())
module = exports(
    store,
    """(module (memory (export "memory") 1)
      (func (export "fill") (drop (memory.grow (i32.const 100)))
        (i32.store8 (i32.const 0) (i32.const 1))))""",
)
view = memoryview(module["memory"].get_buffer_ptr(store))

with misuse():
    module["fill"](store)
    assert bytes(view[:1]) == b"\x01", "the view shows the old memory"
