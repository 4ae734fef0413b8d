"""A C extension reads a view after the store was closed: zlib.crc32."""
# invariant: V2
# expect: fine

import zlib

import wasmtime
from prelude import misuse

store = wasmtime.Store()
memory = wasmtime.Memory(store, wasmtime.MemoryType(wasmtime.Limits(1, 1)))
view = memory.get_buffer_ptr(store)

with misuse():
    store.close()
    assert zlib.crc32(view) == zlib.crc32(bytes(65536))
