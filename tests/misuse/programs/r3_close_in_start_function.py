"""The start function's callback closes the store that is being instantiated in."""
# invariant: R3
# expect: ReentrancyError

import wasmtime
from prelude import exports, host, misuse

store = wasmtime.Store()

with misuse():
    exports(
        store,
        """(module (import "" "" (func)) (memory 1) (start $start)
          (func $start call 0 (drop (memory.grow (i32.const 1)))))""",
        host(store, lambda: store.close()),
    )
