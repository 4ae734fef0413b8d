"""Legal: wasm that recurses without end by itself traps, and the store goes on."""
# invariant: K2
# expect: Trap

import wasmtime
from prelude import exports, misuse

store = wasmtime.Store()
module = exports(
    store,
    """(module (func $f (export "f") (result i32) (i32.add (i32.const 1) (call $f)))
      (func (export "seven") (result i32) i32.const 7))""",
)

with misuse(may_trap=True):
    try:
        module["f"](store)
    finally:
        assert module["seven"](store) == 7
