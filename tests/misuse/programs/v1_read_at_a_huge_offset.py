"""Legal: read has the semantics of a slice, at any offset."""
# invariant: V1
# expect: fine

import wasmtime
from prelude import misuse

store = wasmtime.Store()
memory = wasmtime.Memory(store, wasmtime.MemoryType(wasmtime.Limits(1, 1)))
memory.write(store, b"end", -3)

with misuse():
    assert memory.read(store, 2**70) == b""
    assert memory.read(store, -3) == b"end"
    assert memory.read(store, 65533, 2**70) == b"end"
