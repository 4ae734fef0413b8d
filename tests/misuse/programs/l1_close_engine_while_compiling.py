"""An engine is closed while another thread compiles with it, again and again."""
# invariant: L1
# expect: fine

import contextlib
import threading
from concurrent.futures import ThreadPoolExecutor

import wasmtime
from prelude import misuse

wat = "(module" + "(func (result i32) i32.const 7)" * 200 + ")"


def guest(engine, started):
    with contextlib.suppress(ValueError):  # until it is closed
        while True:
            wasmtime.Module(engine, wat).close()
            started.set()


with misuse(), ThreadPoolExecutor(1) as pool:
    for _ in range(10):
        engine, started = wasmtime.Engine(), threading.Event()
        future = pool.submit(guest, engine, started)
        started.wait()
        closed = False
        while not closed:
            with contextlib.suppress(RuntimeError):  # refused while the other thread is in it
                engine.close()
                closed = True
        future.result()
