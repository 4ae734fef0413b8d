"""A callback closes the linker while the linker instantiates a module that it defines."""
# invariant: R3
# expect: ClosedError

import wasmtime
from prelude import misuse

store = wasmtime.Store()
linker = wasmtime.Linker(store.engine)
linker.define_func("", "", wasmtime.FuncType([], []), lambda: linker.close())
module = wasmtime.Module(
    store.engine, """(module (import "" "" (func)) (func (export "f")) (start 0))"""
)

with misuse():
    linker.define_module(store, "plugin", module)
    assert linker.get(store, "plugin", "f") is not None
