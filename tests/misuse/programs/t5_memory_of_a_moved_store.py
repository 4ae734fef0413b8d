"""A store was handed over, and the old thread writes into its memory through a cached handle."""
# invariant: T5
# expect: MovedError

import threading
from concurrent.futures import ThreadPoolExecutor

import wasmtime
from prelude import exports, handed_over, misuse, pinned, taken_over

store = wasmtime.Store()
memory = exports(store, '(module (memory (export "m") 1))')["m"]
pin = pinned(store)
sent = handed_over(pin)
written, overwritten = threading.Event(), threading.Event()


def work():
    mine = taken_over(sent)
    memory.write(mine, b"theirs")
    written.set()
    overwritten.wait()
    return bytes(memory.read(mine, 0, 6))


with misuse(), ThreadPoolExecutor(1) as pool:
    working = pool.submit(work)
    written.wait()
    try:
        memory.write(pin, b"mine")
    finally:
        overwritten.set()
    found = working.result()
    assert found == b"theirs", f"{found} where the owner wrote b'theirs'"
