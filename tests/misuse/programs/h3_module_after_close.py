"""A module is instantiated after it was closed."""
# invariant: H3
# expect: ClosedError

import wasmtime
from prelude import misuse

store = wasmtime.Store()
with wasmtime.Module(store.engine, "(module)") as module:
    pass

with misuse():
    wasmtime.Instance(store, module, [])
