"""A program with a high recursion limit, and a new store for each level, without end."""
# invariant: K2
# expect: RecursionError

import sys

import wasmtime
from prelude import host, misuse

sys.setrecursionlimit(1_000_000)
engine = wasmtime.Engine()
module = wasmtime.Module(engine, """(module (import "" "" (func)) (func (export "run") call 0))""")


def plugin():
    store = wasmtime.Store(engine)
    instance = wasmtime.Instance(store, module, [host(store, plugin)])
    instance.exports(store)["run"](store)


with misuse(may_trap=True):
    plugin()
