"""copy.copy of a SharedMemory: two Python objects own one native memory."""
# invariant: R4
# expect: TypeError

import copy

import wasmtime
from prelude import misuse

config = wasmtime.Config()
config.shared_memory = True
kind = wasmtime.MemoryType(wasmtime.Limits(1, 1), shared=True)
memory = wasmtime.SharedMemory(wasmtime.Engine(config), kind)

with misuse():
    other = copy.copy(memory)
    memory.close()
    assert other.data_len() == 65536
    other.close()
