"""A linker prepares a module of another engine."""
# invariant: H2
# expect: ForeignEngineError

import wasmtime
from prelude import misuse

linker = wasmtime.Linker(wasmtime.Engine())
module = wasmtime.Module(wasmtime.Engine(), "(module)")

with misuse():
    linker.instantiate_pre(module)
