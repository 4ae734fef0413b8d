"""A linker is used after it was closed."""
# invariant: H3
# expect: ClosedError

import wasmtime
from prelude import misuse

linker = wasmtime.Linker(wasmtime.Engine())
linker.close()

with misuse():
    linker.define_func("host", "f", wasmtime.FuncType([], []), lambda: None)
