"""faulthandler is enabled before the first engine was made."""
# invariant: K3
# expect: fine

import faulthandler

import wasmtime
from prelude import TRAPS, exports, misuse

faulthandler.enable()
store = wasmtime.Store()
guest = exports(store, TRAPS)

with misuse():
    for name in ("unreachable", "load"):
        try:
            guest[name](store)
        except wasmtime.Trap:
            continue
        raise AssertionError("no trap")
