"""A callback keeps a view of the memory, and returns to wasm, which moves the memory."""
# invariant: V3
# expect: BorrowError

import wasmtime
from prelude import exports, host, misuse, movable

views = []


def callback(caller):
    views.append(caller["memory"].get_buffer_ptr(caller, 4))


store = wasmtime.Store(movable())
run = exports(
    store,
    """(module (import "" "" (func $keep)) (memory (export "memory") 1)
      (func (export "run") call $keep (drop (memory.grow (i32.const 100)))
        (i32.store8 (i32.const 0) (i32.const 1))))""",
    host(store, callback, caller=True),
)["run"]

with misuse():
    run(store)
    assert views[0][0] == 1, "the view shows the old memory"
