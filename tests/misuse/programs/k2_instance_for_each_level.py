"""The callback of a start function instantiates the same module again, without end."""
# invariant: K2
# expect: RecursionError

import wasmtime
from prelude import host, misuse

store = wasmtime.Store()
module = wasmtime.Module(store.engine, """(module (import "" "" (func)) (start 0))""")


def instantiate():
    wasmtime.Instance(store, module, [callback])


callback = host(store, instantiate)

with misuse(may_trap=True):
    instantiate()
