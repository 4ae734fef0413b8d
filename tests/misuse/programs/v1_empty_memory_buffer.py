"""Legal: the buffer of a memory of no pages is empty."""
# invariant: V1
# expect: fine

import wasmtime
from prelude import misuse

config = wasmtime.Config()
config.memory_reservation = 0
config.memory_guard_size = 0
config.memory_reservation_for_growth = 0
store = wasmtime.Store(wasmtime.Engine(config))
memory = wasmtime.Memory(store, wasmtime.MemoryType(wasmtime.Limits(0, 1)))

with misuse():
    assert bytes(memory.get_buffer_ptr(store)) == b""
