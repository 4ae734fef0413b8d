"""Another thread enables faulthandler between two calls of a guest."""
# invariant: K3
# expect: TrapHandlerError

import faulthandler
import threading

import wasmtime
from prelude import TRAPS, exports, misuse

store = wasmtime.Store()
guest = exports(store, TRAPS)

with misuse(may_trap=True):
    try:
        guest["unreachable"](store)
    except wasmtime.Trap:
        thread = threading.Thread(target=faulthandler.enable)
        thread.start()
        thread.join()
        guest["unreachable"](store)
