"""faulthandler is enabled between two calls of a guest on one thread."""
# invariant: K3
# expect: TrapHandlerError

import faulthandler

import wasmtime
from prelude import TRAPS, exports, misuse

store = wasmtime.Store()
guest = exports(store, TRAPS)

with misuse(may_trap=True):
    try:
        guest["unreachable"](store)
    except wasmtime.Trap:
        faulthandler.enable()
        guest["unreachable"](store)
