"""Legal: sixteen threads compile with one engine and instantiate one module, a store each."""
# invariant: L1
# expect: fine

from concurrent.futures import ThreadPoolExecutor

import wasmtime
from prelude import misuse

engine = wasmtime.Engine()
wat = """(module (func (export "double") (param i32) (result i32)
  (i32.mul (local.get 0) (i32.const 2))))"""
shared = wasmtime.Module(engine, wat)


def job(i):
    for module in shared, wasmtime.Module(engine, wat):
        store = wasmtime.Store(engine)
        assert wasmtime.Instance(store, module, []).exports(store)["double"](store, i) == 2 * i


with misuse(), ThreadPoolExecutor(16) as pool:
    list(pool.map(job, range(64)))
