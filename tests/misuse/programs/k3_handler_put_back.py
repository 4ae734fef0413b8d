"""A Python handler for SIGSEGV is installed and taken back, and a guest traps."""
# invariant: K3
# expect: TrapHandlerError

import signal

import wasmtime
from prelude import TRAPS, exports, misuse

store = wasmtime.Store()
guest = exports(store, TRAPS)
before = signal.signal(signal.SIGSEGV, lambda *_: None)
signal.signal(signal.SIGSEGV, before)

with misuse(may_trap=True):
    guest["load"](store)
