"""A generator reads a memory chunk by chunk, and goes on after `with store:` has ended."""
# invariant: H3
# expect: ClosedError

import wasmtime
from prelude import misuse


def chunks():
    with wasmtime.Store() as store:
        memory = wasmtime.Memory(store, wasmtime.MemoryType(wasmtime.Limits(1, 1)))
        return (memory.read(store, i, i + 16384) for i in range(0, 65536, 16384))


with misuse():
    assert sum(map(len, chunks())) == 65536
