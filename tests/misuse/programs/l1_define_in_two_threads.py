"""Two threads define functions in one linker."""
# invariant: L1
# expect: StoreBusyError

from concurrent.futures import ThreadPoolExecutor

import wasmtime
from prelude import misuse

linker = wasmtime.Linker(wasmtime.Engine())
kind = wasmtime.FuncType([], [])


def job(name):
    for i in range(20000):
        linker.define_func(name, f"function {i}", kind, print)


with misuse(), ThreadPoolExecutor(4) as pool:
    list(pool.map(job, ["a", "b", "c", "d"]))
