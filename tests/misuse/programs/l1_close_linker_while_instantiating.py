"""A linker is closed while another thread instantiates with it."""
# invariant: L1
# expect: fine

import wasmtime
from prelude import Busy, misuse

busy = Busy()
store = wasmtime.Store()
linker = wasmtime.Linker(store.engine)
linker.define_func("", "park", wasmtime.FuncType([], []), busy.park)
wat = """(module (import "" "park" (func)) (start 0))"""
module = wasmtime.Module(store.engine, wat)


def guest():
    linker.instantiate(store, module)


with misuse(), busy.thread(guest, returns=None):
    linker.close()
