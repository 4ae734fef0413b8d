"""A shared memory is grown after it was closed."""
# invariant: H3
# expect: ClosedError

import wasmtime
from prelude import misuse

config = wasmtime.Config()
config.shared_memory = True
kind = wasmtime.MemoryType(wasmtime.Limits(1, 2), shared=True)
memory = wasmtime.SharedMemory(wasmtime.Engine(config), kind)
memory.close()

with misuse():
    memory.grow(1)
