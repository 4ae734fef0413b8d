"""A module is closed while another thread serializes it, again and again."""
# invariant: L1
# expect: fine

import contextlib
import threading
from concurrent.futures import ThreadPoolExecutor

import wasmtime
from prelude import misuse

engine = wasmtime.Engine()
wat = "(module" + "(func (result i32) i32.const 7)" * 3000 + ")"


def guest(module, started):
    with contextlib.suppress(ValueError):  # until it is closed
        while True:
            module.serialize()
            started.set()


with misuse(), ThreadPoolExecutor(1) as pool:
    for _ in range(5):
        module, started = wasmtime.Module(engine, wat), threading.Event()
        future = pool.submit(guest, module, started)
        started.wait()
        closed = False
        while not closed:
            with contextlib.suppress(RuntimeError):  # refused while the other thread is in it
                module.close()
                closed = True
        future.result()
