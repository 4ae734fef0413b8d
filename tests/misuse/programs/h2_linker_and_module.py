"""A linker instantiates a module of another engine."""
# invariant: H2
# expect: ForeignEngineError

import wasmtime
from prelude import misuse

store = wasmtime.Store()
linker = wasmtime.Linker(store.engine)
module = wasmtime.Module(wasmtime.Engine(), "(module)")

with misuse():
    linker.instantiate(store, module)
