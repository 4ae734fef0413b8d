"""A view of a memory is out while a module is instantiated that imports and moves it."""
# invariant: V3
# expect: BorrowError

import wasmtime
from prelude import exports, misuse, movable

store = wasmtime.Store(movable())
memory = wasmtime.Memory(store, wasmtime.MemoryType(wasmtime.Limits(1, 1000)))
view = memory.get_buffer_ptr(store)

with misuse():
    exports(
        store,
        """(module (import "" "" (memory 1 1000)) (start $start)
          (func $start (drop (memory.grow (i32.const 100)))
            (i32.store8 (i32.const 0) (i32.const 1))))""",
        memory,
    )
    assert view[0] == 1, "the view shows the old memory"
