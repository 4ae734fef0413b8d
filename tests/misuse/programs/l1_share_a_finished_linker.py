"""Legal: a linker that nobody changes any more instantiates on several threads at once."""
# invariant: L1
# expect: fine

import threading
from concurrent.futures import ThreadPoolExecutor

import wasmtime
from prelude import misuse

engine = wasmtime.Engine()
linker = wasmtime.Linker(engine)
meet = threading.Barrier(2)


def both_are_in():
    meet.wait()


linker.define_func("", "", wasmtime.FuncType([], []), both_are_in)
module = wasmtime.Module(engine, """(module (import "" "" (func)) (start 0))""")


def job(_):
    linker.instantiate(wasmtime.Store(engine), module)


with misuse(), ThreadPoolExecutor(2) as pool:
    list(pool.map(job, range(2)))
