"""C code installs a handler, and a guest traps on another thread."""
# invariant: K3
# expect: TrapHandlerError

import ctypes
import signal
from concurrent.futures import ThreadPoolExecutor

import wasmtime
from prelude import TRAPS, exports, misuse

store = wasmtime.Store()
guest = exports(store, TRAPS)
# SIG_DFL; what a library for crash reports does, with a handler of its own.
ctypes.CDLL(None).signal(int(signal.SIGILL), ctypes.c_void_p(0))

with misuse(may_trap=True), ThreadPoolExecutor(1) as pool:
    pool.submit(guest["unreachable"], store).result()
