"""A numpy array over a memory is read after the store was closed."""
# invariant: V2
# expect: fine

import numpy
import wasmtime
from prelude import misuse

store = wasmtime.Store()
memory = wasmtime.Memory(store, wasmtime.MemoryType(wasmtime.Limits(1, 1)))
memory.write(store, b"\x01" * 100)
array = numpy.frombuffer(memory.get_buffer_ptr(store), dtype=numpy.uint8)

with misuse():
    store.close()
    assert array.sum() == 100
