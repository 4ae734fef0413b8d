"""A linker of one engine instantiates in a store of another: both were made with defaults."""
# invariant: H2
# expect: ForeignEngineError

import wasmtime
from prelude import misuse

engine = wasmtime.Engine()
linker = wasmtime.Linker(engine)
module = wasmtime.Module(engine, "(module)")

with misuse():
    linker.instantiate(wasmtime.Store(), module)
