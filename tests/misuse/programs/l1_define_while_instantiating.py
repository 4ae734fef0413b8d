"""A thread defines a function in a linker that is instantiating on another thread."""
# invariant: L1
# expect: StoreBusyError

import wasmtime
from prelude import Busy, misuse

busy = Busy()
store = wasmtime.Store()
linker = wasmtime.Linker(store.engine)
kind = wasmtime.FuncType([], [])
linker.define_func("", "park", kind, busy.park)
wat = """(module (import "" "park" (func)) (start 0))"""
module = wasmtime.Module(store.engine, wat)


def guest():
    linker.instantiate(store, module)


with misuse(), busy.thread(guest, returns=None):
    for i in range(1000):
        linker.define_func("host", f"function {i}", kind, print)
