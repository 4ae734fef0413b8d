"""define_unknown_imports_as_default_values with a module of another engine."""
# invariant: H2
# expect: ForeignEngineError

import wasmtime
from prelude import misuse

store = wasmtime.Store()
module = wasmtime.Module(
    wasmtime.Engine(), """(module (import "host" "f" (func (param i32 i64) (result f64))))"""
)

with misuse():
    wasmtime.Linker(store.engine).define_unknown_imports_as_default_values(store, module)
