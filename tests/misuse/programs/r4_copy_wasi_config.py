"""One WasiConfig is copied for each store, with copy.copy: all own one native object."""
# invariant: R4
# expect: TypeError

import copy

import wasmtime
from prelude import misuse

base = wasmtime.WasiConfig()
base.argv = ["program"]

with misuse():
    for _ in range(3):
        wasmtime.Store().set_wasi(copy.copy(base))
