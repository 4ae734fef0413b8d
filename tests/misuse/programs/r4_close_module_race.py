"""Several threads close the same modules at the same time."""
# invariant: R4
# expect: fine

from concurrent.futures import ThreadPoolExecutor

import wasmtime
from prelude import misuse

engine = wasmtime.Engine()
wat = "(module" + "(func (result i32) i32.const 7)" * 50 + ")"
modules = [wasmtime.Module(engine, wat) for _ in range(200)]


def job(_):
    for module in modules:
        module.close()


with misuse(), ThreadPoolExecutor(4) as pool:
    list(pool.map(job, range(4)))
