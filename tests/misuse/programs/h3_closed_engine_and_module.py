"""Legal: an engine and a module are closed while their instance lives on."""
# invariant: H3
# expect: fine

import wasmtime
from prelude import misuse

engine = wasmtime.Engine()
store = wasmtime.Store(engine)
module = wasmtime.Module(engine, """(module (func (export "seven") (result i32) i32.const 7))""")
seven = wasmtime.Instance(store, module, []).exports(store)["seven"]

with misuse():
    module.close()
    engine.close()
    assert seven(store) == 7
