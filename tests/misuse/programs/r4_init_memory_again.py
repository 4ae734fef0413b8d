"""memory.__init__ again, to get a bigger one: the instance still works in the first memory."""
# invariant: R4
# expect: TypeError

import wasmtime
from prelude import exports, misuse

store = wasmtime.Store()
memory = wasmtime.Memory(store, wasmtime.MemoryType(wasmtime.Limits(1, 1)))
peek = exports(
    store,
    """(module (import "" "" (memory 1)) (func (export "peek") (result i32)
      (i32.load8_u (i32.const 0))))""",
    memory,
)["peek"]

with misuse():
    memory.__init__(store, wasmtime.MemoryType(wasmtime.Limits(2, 2)))
    memory.write(store, b"\x01")
    assert peek(store) == 1, "the write went to another memory"
