"""A memory is read after its store was closed."""
# invariant: H3
# expect: ClosedError

import wasmtime
from prelude import misuse

with wasmtime.Store() as store:
    memory = wasmtime.Memory(store, wasmtime.MemoryType(wasmtime.Limits(1, 1)))

with misuse():
    assert memory.read(store, 0, 1) == b"\0"
