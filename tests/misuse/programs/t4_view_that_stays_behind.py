"""A store is handed over, and the sender goes on reading through a view of its memory."""
# invariant: T4
# expect: BorrowError

from concurrent.futures import ThreadPoolExecutor

import wasmtime
from prelude import exports, handed_over, misuse, pinned, taken_over

store = wasmtime.Store()
memory = exports(store, '(module (memory (export "m") 1 1))')["m"]
pin = pinned(store)
memory.write(pin, b"invoice 1")
message = memory.get_buffer_ptr(pin, 9)

with misuse(), ThreadPoolExecutor(1) as pool:
    sent = handed_over(pin)
    pool.submit(lambda: memory.write(taken_over(sent), b"invoice 2")).result()
    assert bytes(message) == b"invoice 1", f"{bytes(message)} under the reader's hand"
