"""Default values for unknown imports are made in one store and used in another."""
# invariant: H1
# expect: ForeignStoreError

import wasmtime
from prelude import misuse

engine = wasmtime.Engine()
one, two = wasmtime.Store(engine), wasmtime.Store(engine)
linker = wasmtime.Linker(engine)
module = wasmtime.Module(engine, """(module (import "host" "memory" (memory 1)))""")
linker.define_unknown_imports_as_default_values(one, module)

with misuse():
    linker.instantiate(two, module)
