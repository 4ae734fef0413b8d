"""Legal: a callback returns 2**32 - 1, or True, for an i32."""
# invariant: C3
# expect: fine

import wasmtime
from prelude import host, misuse

store = wasmtime.Store()

with misuse():
    assert host(store, lambda: 0xFFFFFFFF, results=1)(store) == -1
    assert host(store, lambda: True, results=1)(store) == 1
