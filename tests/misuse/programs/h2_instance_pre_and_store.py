"""A prepared module is instantiated in a store of another engine."""
# invariant: H2
# expect: ForeignEngineError

import wasmtime
from prelude import misuse

engine = wasmtime.Engine()
pre = wasmtime.Linker(engine).instantiate_pre(wasmtime.Module(engine, "(module)"))

with misuse():
    pre.instantiate(wasmtime.Store())
