"""data_ptr of a SharedMemory is read after it was closed."""
# invariant: V2
# expect: fine

import wasmtime
from prelude import misuse

config = wasmtime.Config()
config.shared_memory = True
kind = wasmtime.MemoryType(wasmtime.Limits(1, 1), shared=True)
memory = wasmtime.SharedMemory(wasmtime.Engine(config), kind)
data = memory.data_ptr()
data[0] = 7

with misuse():
    memory.close()
    assert data[0] == 7
