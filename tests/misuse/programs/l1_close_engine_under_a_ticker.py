"""An engine is closed while a ticker thread increments its epoch."""
# invariant: L1
# expect: fine

import contextlib
import threading
from concurrent.futures import ThreadPoolExecutor

import wasmtime
from prelude import misuse


def ticker(engine, started):
    with contextlib.suppress(ValueError):  # until it is closed
        while True:
            engine.increment_epoch()
            started.set()


with misuse(), ThreadPoolExecutor(1) as pool:
    for _ in range(300):
        engine, started = wasmtime.Engine(), threading.Event()
        future = pool.submit(ticker, engine, started)
        started.wait()
        closed = False
        while not closed:
            with contextlib.suppress(RuntimeError):  # refused while the other thread is in it
                engine.close()
                closed = True
        future.result()
