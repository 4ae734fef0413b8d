"""Without guard pages, a buffer that is too long shows another memory's bytes."""
# invariant: V1
# expect: IndexError

import wasmtime
from prelude import misuse

config = wasmtime.Config()
config.memory_reservation = 0
config.memory_reservation_for_growth = 0
config.memory_guard_size = 0
store = wasmtime.Store(wasmtime.Engine(config))
kind = wasmtime.MemoryType(wasmtime.Limits(1, 1))
memories = [wasmtime.Memory(store, kind) for _ in range(8)]
for memory in memories[:-1]:
    memory.write(store, b"secret of another memory")

with misuse():
    leaked = memories[-1].get_buffer_ptr(store, 3 * 65536)
    assert b"secret" not in bytes(leaked), "another memory's secret"
