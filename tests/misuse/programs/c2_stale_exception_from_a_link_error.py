"""Legal: an import is missing, some time after an exception got lost, and that one is raised."""
# invariant: C2
# expect: WasmtimeError

import contextlib

import wasmtime
from prelude import exports, misuse


def fail():
    raise LookupError("no such plugin")


store = wasmtime.Store()
linker = wasmtime.Linker(store.engine)
linker.define_func("", "", wasmtime.FuncType([], []), fail)
wat = """(module (import "" "" (func)) (func (export "f")) (start 0))"""

with contextlib.suppress(Exception):
    linker.define_module(store, "plugin", wasmtime.Module(store.engine, wat))

with misuse():
    try:
        exports(wasmtime.Store(), wat)
    except LookupError as error:
        raise AssertionError("an exception of another store, long ago") from error
