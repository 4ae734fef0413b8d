"""A frame loop on raw wasmtime grows the memory, and copies out what it needs by read()."""

import ctypes

import wasmtime

WAT = '(module (memory (export "memory") 1 64))'


def brightness(frames: list[bytes]) -> int:
    store = wasmtime.Store()
    instance = wasmtime.Instance(store, wasmtime.Module(store.engine, WAT), [])
    memory = instance.exports(store)["memory"]
    assert isinstance(memory, wasmtime.Memory)
    scratch = (ctypes.c_ubyte * 16)()
    total = 0
    for frame in frames:
        first = memory.read(store, 0, 1)
        missing = len(frame) - memory.data_len(store)
        if missing > 0:
            memory.grow(store, missing // 65536 + 1)
        memory.write(store, frame, 0)
        pixels = memory.read(store, 0, len(frame))
        scratch[0] = first[0]
        total += sum(pixels) + scratch[0]
    store.close()
    return total + len(pixels)


if __name__ == "__main__":
    assert brightness([b"\1" * 100, b"\2" * 70_000]) == 100 + 140_000 + 1 + 70_000
