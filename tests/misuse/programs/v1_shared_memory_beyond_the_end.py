"""data_ptr of a SharedMemory is indexed beyond its end."""
# invariant: V1
# expect: IndexError

import wasmtime
from prelude import misuse

config = wasmtime.Config()
config.shared_memory = True
kind = wasmtime.MemoryType(wasmtime.Limits(1, 1), shared=True)
memory = wasmtime.SharedMemory(wasmtime.Engine(config), kind)
data = memory.data_ptr()

with misuse():
    assert data[1 << 32] == 0
