"""A write through a view of a closed store lands in the memory of the next store."""
# invariant: V2
# expect: fine

import wasmtime
from prelude import misuse

engine = wasmtime.Engine()
kind = wasmtime.MemoryType(wasmtime.Limits(1, 1))
first = wasmtime.Store(engine)
view = wasmtime.Memory(first, kind).get_buffer_ptr(first, 4)

with misuse():
    first.close()
    second = wasmtime.Store(engine)
    memory = wasmtime.Memory(second, kind)
    view[:] = list(b"mine")
    assert memory.read(second, 0, 4) == bytes(4), "another store's memory was overwritten"
