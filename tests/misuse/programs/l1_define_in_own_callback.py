"""A callback defines a function in the linker whose define_module has called it."""
# invariant: L1
# expect: ReentrancyError

import wasmtime
from prelude import misuse

store = wasmtime.Store()
linker = wasmtime.Linker(store.engine)
kind = wasmtime.FuncType([], [])


def callback():
    for i in range(1000):
        linker.define_func("host", f"function {i}", kind, print)


linker.define_func("", "", kind, callback)
wat = """(module (import "" "" (func)) (func (export "f")) (start 0))"""

with misuse():
    linker.define_module(store, "plugin", wasmtime.Module(store.engine, wat))
    assert linker.get(store, "plugin", "f") is not None
