"""numpy.frombuffer over a memory that was asked of another store."""
# invariant: H1
# expect: ForeignStoreError

import numpy
import wasmtime
from prelude import misuse

engine = wasmtime.Engine()
one, two = wasmtime.Store(engine), wasmtime.Store(engine)
memory = wasmtime.Memory(one, wasmtime.MemoryType(wasmtime.Limits(1, 1)))

with misuse():
    assert numpy.frombuffer(memory.get_buffer_ptr(two), dtype=numpy.uint8).sum() == 0
