"""engine.__init__() again: stores and modules made before belong to another engine."""
# invariant: R4
# expect: TypeError

import wasmtime
from prelude import misuse

engine = wasmtime.Engine()
store = wasmtime.Store(engine)

with misuse():
    engine.__init__()
    wasmtime.Instance(store, wasmtime.Module(engine, "(module)"), [])
