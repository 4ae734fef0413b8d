"""Two threads close one store: the second comes while the first is freeing it."""
# invariant: R4
# expect: fine

import threading
from concurrent.futures import ThreadPoolExecutor

import wasmtime
from prelude import misuse

freeing = threading.Event()
closed = threading.Event()


class Session:
    def __del__(self):
        freeing.set()
        closed.wait()


store = wasmtime.Store(data=Session())

with misuse(), ThreadPoolExecutor(1) as pool:
    first = pool.submit(store.close)
    freeing.wait()
    try:
        store.close()
    finally:
        closed.set()
    first.result()
