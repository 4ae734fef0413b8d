"""A module is instantiated in a store of another engine."""
# invariant: H2
# expect: ForeignEngineError

import wasmtime
from prelude import misuse

module = wasmtime.Module(wasmtime.Engine(), "(module)")

with misuse():
    wasmtime.Instance(wasmtime.Store(), module, [])
