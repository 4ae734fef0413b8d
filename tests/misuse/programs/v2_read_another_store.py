"""A view of a closed store shows the memory of the next store, which got the same address."""
# invariant: V2
# expect: fine

import wasmtime
from prelude import misuse

engine = wasmtime.Engine()
kind = wasmtime.MemoryType(wasmtime.Limits(1, 1))
first = wasmtime.Store(engine)
memory = wasmtime.Memory(first, kind)
memory.write(first, b"mine")
view = memory.get_buffer_ptr(first, 4)

with misuse():
    first.close()
    second = wasmtime.Store(engine)
    wasmtime.Memory(second, kind).write(second, b"their")
    assert bytes(view) == b"mine", "another store's memory"
