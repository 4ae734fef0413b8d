"""faulthandler is enabled late, and the engine checks instead of relying on signals."""
# invariant: K3
# expect: fine

import faulthandler

import wasmtime
from prelude import TRAPS, exports, misuse

config = wasmtime.Config()
config.signals_based_traps = False
store = wasmtime.Store(wasmtime.Engine(config))
guest = exports(store, TRAPS)
faulthandler.enable()

with misuse():
    for name in ("unreachable", "load"):
        try:
            guest[name](store)
        except wasmtime.Trap:
            continue
        raise AssertionError("no trap")
