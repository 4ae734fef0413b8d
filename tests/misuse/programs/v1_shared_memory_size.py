"""SharedMemory.size: a fault of the binding makes it fail always."""
# invariant: V1
# expect: fine

import wasmtime
from prelude import misuse

config = wasmtime.Config()
config.shared_memory = True
kind = wasmtime.MemoryType(wasmtime.Limits(1, 2), shared=True)
memory = wasmtime.SharedMemory(wasmtime.Engine(config), kind)

with misuse():
    assert memory.size() == 1
