"""A callback runs a plugin in a new store, whose callback runs a plugin, without end."""
# invariant: K2
# expect: RecursionError

import wasmtime
from prelude import host, misuse

engine = wasmtime.Engine()
module = wasmtime.Module(engine, """(module (import "" "" (func)) (func (export "run") call 0))""")


def plugin():
    store = wasmtime.Store(engine)
    instance = wasmtime.Instance(store, module, [host(store, plugin)])
    instance.exports(store)["run"](store)


with misuse(may_trap=True):
    plugin()
