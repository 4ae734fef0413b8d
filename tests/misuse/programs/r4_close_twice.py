"""Legal: close() again, by hand, by `with` and by the garbage collector."""
# invariant: R4
# expect: fine

import wasmtime
from prelude import misuse

with misuse():
    with wasmtime.Store() as store:
        store.close()
    store.close()
    store.__del__()
    module = wasmtime.Module(wasmtime.Engine(), "(module)")
    module.close()
    module.close()
