"""A linker is closed while another thread is in its define_module."""
# invariant: L1
# expect: fine

import wasmtime
from prelude import Busy, misuse

busy = Busy()
store = wasmtime.Store()
linker = wasmtime.Linker(store.engine)
linker.define_func("", "park", wasmtime.FuncType([], []), busy.park)
wat = """(module (import "" "park" (func)) (func (export "f")) (start 0))"""
module = wasmtime.Module(store.engine, wat)

with misuse(), busy.thread(linker.define_module, store, "plugin", module, returns=None):
    linker.close()
