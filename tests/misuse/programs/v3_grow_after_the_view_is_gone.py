"""Legal: the memory grows after the last view of it is gone."""
# invariant: V3
# expect: fine

import numpy
import wasmtime
from prelude import misuse, movable

store = wasmtime.Store(movable())
memory = wasmtime.Memory(store, wasmtime.MemoryType(wasmtime.Limits(1, 1000)))

with misuse():
    for pages in range(1, 10):
        array = numpy.frombuffer(memory.get_buffer_ptr(store), dtype=numpy.uint8)
        assert len(array) == 65536 * pages
        del array
        memory.grow(store, 1)
