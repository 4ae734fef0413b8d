"""A callback closes the linker that is instantiating the module that calls it."""
# invariant: R3
# expect: fine

import wasmtime
from prelude import misuse

store = wasmtime.Store()
linker = wasmtime.Linker(store.engine)
linker.define_func("", "", wasmtime.FuncType([], []), lambda: linker.close())
module = wasmtime.Module(store.engine, """(module (import "" "" (func)) (start 0))""")

with misuse():
    linker.instantiate(store, module)
