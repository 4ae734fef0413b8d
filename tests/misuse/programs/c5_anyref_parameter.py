"""A function with an anyref parameter is called."""
# invariant: C5
# expect: TypeError

import wasmtime
from prelude import exports, misuse

config = wasmtime.Config()
config.wasm_function_references = True
config.wasm_gc = True
store = wasmtime.Store(wasmtime.Engine(config))
function = exports(store, """(module (func (export "f") (param anyref)))""")["f"]

with misuse():
    function(store, None)
