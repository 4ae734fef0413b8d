"""Grows a guest's memory and then fills it by `write`, which looks the memory up at each call."""

import wasmtime

PAGE = 65536


def fill(store: wasmtime.Store, memory: wasmtime.Memory, data: bytes) -> bytes:
    room = memory.data_len(store)
    before = memory.read(store, 0, 16)
    if len(data) > room:
        memory.grow(store, (len(data) - room) // PAGE + 1)
    memory.write(store, data, 0)
    before.extend(memory.read(store, 0, 16))
    store.close()
    return bytes(before)


engine = wasmtime.Engine()
owner = wasmtime.Store(engine)
ty = wasmtime.MemoryType(wasmtime.Limits(1, None))
print(len(fill(owner, wasmtime.Memory(owner, ty), b"x" * 70000)))
