"""linker.define_module with a module of another engine."""
# invariant: H2
# expect: ForeignEngineError

import wasmtime
from prelude import misuse

store = wasmtime.Store()
module = wasmtime.Module(wasmtime.Engine(), """(module (func (export "f")))""")

with misuse():
    wasmtime.Linker(store.engine).define_module(store, "plugin", module)
