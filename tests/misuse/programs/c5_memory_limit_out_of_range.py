"""set_limits with a memory size of 2**64 + 65536 allows one page."""
# invariant: C5
# expect: OverflowError

import wasmtime
from prelude import exports, misuse

store = wasmtime.Store()

with misuse():
    store.set_limits(memory_size=2**64 + 65536)
    try:
        exports(store, """(module (memory 2))""")
    except wasmtime.WasmtimeError as error:
        raise AssertionError("the limit is one page") from error
