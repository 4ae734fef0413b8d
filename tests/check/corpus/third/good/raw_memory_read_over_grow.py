"""A raw DSP host reads copies of its samples before and after the memory grows."""

from __future__ import annotations

import wasmtime


def fill(store: wasmtime.Store, memory: wasmtime.Memory, samples: bytes) -> bytes:
    before = memory.read(store, 0, 4)
    missing = len(samples) - memory.data_len(store)
    if missing > 0:
        memory.grow(store, missing // 65536 + 1)
    memory.write(store, samples, 0)
    after = memory.read(store, 0, 4)
    return bytes(before) + bytes(after)


def main() -> bytes:
    store = wasmtime.Store()
    memory = wasmtime.Memory(store, wasmtime.MemoryType(wasmtime.Limits(1, 4)))
    found = fill(store, memory, b"ab" * 40000)
    store.close()
    return found


if __name__ == "__main__":
    print(main())
