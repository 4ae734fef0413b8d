"""A numpy array over a memory is read after Memory.grow has moved the memory."""
# invariant: V3
# expect: BorrowError

import numpy
import wasmtime
from prelude import misuse, movable

store = wasmtime.Store(movable())
memory = wasmtime.Memory(store, wasmtime.MemoryType(wasmtime.Limits(1, 1000)))
array = numpy.frombuffer(memory.get_buffer_ptr(store), dtype=numpy.uint8)

with misuse():
    memory.grow(store, 100)
    memory.write(store, b"\x01")
    assert array[0] == 1, "the array shows the old memory"
