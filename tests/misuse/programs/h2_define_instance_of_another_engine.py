"""linker.define_instance with an instance, and its store, of another engine."""
# invariant: H2
# expect: ForeignEngineError

import wasmtime
from prelude import misuse

store = wasmtime.Store()
module = wasmtime.Module(
    store.engine, """(module (func (export "seven") (result i32) i32.const 7))"""
)
instance = wasmtime.Instance(store, module, [])
linker = wasmtime.Linker(wasmtime.Engine())

with misuse():
    linker.define_instance(store, "plugin", instance)
    own = wasmtime.Store(linker.engine)
    assert linker.get(own, "plugin", "seven")(own) == 7
