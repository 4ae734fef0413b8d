"""A Config is passed where an Engine belongs."""
# invariant: C5
# expect: TypeError

import wasmtime
from prelude import misuse

with misuse():
    wasmtime.Store(wasmtime.Config())
