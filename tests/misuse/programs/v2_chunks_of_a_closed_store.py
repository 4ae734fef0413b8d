"""A generator hands out slices of a memory's view, and outlives its store."""
# invariant: V2
# expect: fine

import wasmtime
from prelude import misuse


def frames():
    with wasmtime.Store() as store:
        memory = wasmtime.Memory(store, wasmtime.MemoryType(wasmtime.Limits(1, 1)))
        memory.write(store, b"a" * 65536)
        view = memoryview(memory.get_buffer_ptr(store))
        return (view[i : i + 4096] for i in range(0, 65536, 4096))


with misuse():
    assert b"".join(frames()) == b"a" * 65536
