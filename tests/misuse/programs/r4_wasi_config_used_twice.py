"""One WasiConfig is given to two stores."""
# invariant: R4
# expect: ClosedError

import wasmtime
from prelude import misuse

wasi = wasmtime.WasiConfig()
wasmtime.Store().set_wasi(wasi)

with misuse():
    wasmtime.Store().set_wasi(wasi)
