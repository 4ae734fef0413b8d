"""Legal: a memory that cannot move grows under a view, which keeps the length that it had."""
# invariant: V3
# expect: fine

import numpy
import wasmtime
from prelude import misuse

store = wasmtime.Store()
memory = wasmtime.Memory(store, wasmtime.MemoryType(wasmtime.Limits(1, 1000)))
array = numpy.frombuffer(memory.get_buffer_ptr(store), dtype=numpy.uint8)

with misuse():
    memory.grow(store, 100)
    memory.write(store, b"\x01")
    assert len(array) == 65536 and array[0] == 1
