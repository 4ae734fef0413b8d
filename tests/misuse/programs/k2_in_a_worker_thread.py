"""A worker thread's wasm and Python call each other without end, with a new store a level."""
# invariant: K2
# expect: RecursionError

from concurrent.futures import ThreadPoolExecutor

import wasmtime
from prelude import host, misuse

engine = wasmtime.Engine()
module = wasmtime.Module(engine, """(module (import "" "" (func)) (func (export "run") call 0))""")


def plugin():
    store = wasmtime.Store(engine)
    instance = wasmtime.Instance(store, module, [host(store, plugin)])
    instance.exports(store)["run"](store)


with misuse(may_trap=True), ThreadPoolExecutor(1) as pool:
    pool.submit(plugin).result()
