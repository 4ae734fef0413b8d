"""linker.__init__ again, to forget its definitions, while an instance still uses them."""
# invariant: R4
# expect: TypeError

import wasmtime
from prelude import misuse

store = wasmtime.Store()
linker = wasmtime.Linker(store.engine)

with misuse():
    linker.__init__(wasmtime.Engine())
    linker.instantiate(store, wasmtime.Module(store.engine, "(module)"))
