"""A frame buffer on raw wasmtime is a ctypes array; the loop keeps it when memory has grown."""

import wasmtime

WAT = '(module (memory (export "memory") 1 64))'


def brightness(frames: list[bytes]) -> int:
    store = wasmtime.Store()
    instance = wasmtime.Instance(store, wasmtime.Module(store.engine, WAT), [])
    memory = instance.exports(store)["memory"]
    assert isinstance(memory, wasmtime.Memory)
    pixels = memory.get_buffer_ptr(store)  # E: safestore-unsafe
    total = 0
    for frame in frames:
        missing = len(frame) - memory.data_len(store)
        if missing > 0:
            memory.grow(store, missing // 65536 + 1)
        memory.write(store, frame, 0)
        total += sum(pixels[: len(frame)])  # E: safestore-borrow
    return total


if __name__ == "__main__":
    print(brightness([b"\1" * 100, b"\2" * 70_000]))
