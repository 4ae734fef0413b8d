"""faulthandler, enabled before the first engine, is disabled, and with it wasmtime."""
# invariant: K3
# expect: TrapHandlerError

import faulthandler

import wasmtime
from prelude import TRAPS, exports, misuse

faulthandler.enable()
store = wasmtime.Store()
guest = exports(store, TRAPS)
faulthandler.disable()

with misuse(may_trap=True):
    guest["unreachable"](store)
