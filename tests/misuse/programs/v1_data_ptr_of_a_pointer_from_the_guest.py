"""data_ptr is indexed with an unsigned pointer from the guest, which came as a negative i32."""
# invariant: V1
# expect: IndexError

import wasmtime
from prelude import exports, misuse

store = wasmtime.Store()
module = exports(
    store,
    """(module (memory (export "memory") 1)
      (func (export "text") (result i32) (i32.const 0xfffffff0)))""",
)
data = module["memory"].data_ptr(store)

with misuse():
    start = module["text"](store)
    assert bytes(data[start : start + 5]) == b"hello"
