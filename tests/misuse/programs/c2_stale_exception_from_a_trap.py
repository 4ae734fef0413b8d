"""Legal: a trap, some time after an exception got lost, raises that exception instead."""
# invariant: C2
# expect: Trap

import contextlib

import wasmtime
from prelude import exports, misuse


def fail():
    raise LookupError("no such plugin")


store, other = wasmtime.Store(), wasmtime.Store()
linker = wasmtime.Linker(store.engine)
linker.define_func("", "", wasmtime.FuncType([], []), fail)
wat = """(module (import "" "" (func)) (func (export "f")) (start 0))"""
trap = exports(other, """(module (func (export "trap") unreachable))""")["trap"]

with contextlib.suppress(Exception):
    linker.define_module(store, "plugin", wasmtime.Module(store.engine, wat))

with misuse(may_trap=True):
    try:
        trap(other)
    except LookupError as error:
        raise AssertionError("an exception of another store, long ago") from error
