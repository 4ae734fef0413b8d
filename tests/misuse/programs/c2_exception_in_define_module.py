"""Legal: a callback raises while linker.define_module instantiates; the exception is lost."""
# invariant: C2
# expect: LookupError

import wasmtime
from prelude import misuse


def fail():
    raise LookupError("no such plugin")


store = wasmtime.Store()
linker = wasmtime.Linker(store.engine)
linker.define_func("", "", wasmtime.FuncType([], []), fail)
wat = """(module (import "" "" (func)) (func (export "f")) (start 0))"""

with misuse():
    linker.define_module(store, "plugin", wasmtime.Module(store.engine, wat))
