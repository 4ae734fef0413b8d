"""get_buffer_ptr with a negative offset looks at what lies before the memory."""
# invariant: V1
# expect: IndexError

import wasmtime
from prelude import misuse

config = wasmtime.Config()
config.memory_guard_size = 0
config.memory_reservation = 0
store = wasmtime.Store(wasmtime.Engine(config))
memory = wasmtime.Memory(store, wasmtime.MemoryType(wasmtime.Limits(1, 1)))

with misuse():
    bytes(memory.get_buffer_ptr(store, 16, offset=-(1 << 20)))
