"""Fills a guest's memory through its buffer, grows it for the rest, and goes on with the buffer."""

import wasmtime

PAGE = 65536


def fill(store: wasmtime.Store, memory: wasmtime.Memory, data: bytes) -> None:
    buffer = memory.get_buffer_ptr(store)  # E: safestore-unsafe
    room = memory.data_len(store)
    head, tail = data[:room], data[room:]
    for at, byte in enumerate(head):
        buffer[at] = byte
    if tail:
        memory.grow(store, len(tail) // PAGE + 1)
        memory.write(store, tail, room)
        buffer[0] = 0  # E: safestore-borrow


engine = wasmtime.Engine()
owner = wasmtime.Store(engine)
ty = wasmtime.MemoryType(wasmtime.Limits(1, None))
fill(owner, wasmtime.Memory(owner, ty), b"x" * 70000)
