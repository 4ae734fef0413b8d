"""copy.copy(module): two Python objects own one native module."""
# invariant: R4
# expect: TypeError

import copy

import wasmtime
from prelude import misuse

store = wasmtime.Store()
module = wasmtime.Module(store.engine, """(module (memory 1))""")

with misuse():
    other = copy.copy(module)
    module.close()
    wasmtime.Instance(store, other, [])
    other.close()
