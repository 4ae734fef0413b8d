"""faulthandler is enabled after the first engine was made, and a guest traps."""
# invariant: K3
# expect: TrapHandlerError

import faulthandler

import wasmtime
from prelude import TRAPS, exports, misuse

store = wasmtime.Store()
guest = exports(store, TRAPS)
faulthandler.enable()

with misuse(may_trap=True):
    guest["unreachable"](store)
