"""A function returns a numpy array over a memory of a store that nothing else refers to."""
# invariant: V2
# expect: fine

import gc

import numpy
import wasmtime
from prelude import exports, misuse


def pixels():
    store = wasmtime.Store()
    module = exports(store, """(module (memory (export "memory") 1) (data (i32.const 0) "\\01"))""")
    return numpy.frombuffer(module["memory"].get_buffer_ptr(store), dtype=numpy.uint8)


with misuse():
    array = pixels()
    gc.collect()
    assert array.sum() == 1
