"""A Python handler for SIGILL is installed after the first engine was made."""
# invariant: K3
# expect: TrapHandlerError

import signal

import wasmtime
from prelude import TRAPS, exports, misuse

store = wasmtime.Store()
guest = exports(store, TRAPS)
signal.signal(signal.SIGILL, lambda *_: None)

with misuse(may_trap=True):
    guest["unreachable"](store)
