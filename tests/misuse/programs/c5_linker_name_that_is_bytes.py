"""A name in a linker is given as bytes."""
# invariant: C5
# expect: ArgumentTypeError

import wasmtime
from prelude import misuse

linker = wasmtime.Linker(wasmtime.Engine())

with misuse():
    linker.define_func(b"host", b"f", wasmtime.FuncType([], []), lambda: None)
