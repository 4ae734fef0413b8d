"""A raw DSP host points at its samples, grows the memory, and writes through the old pointer."""

from __future__ import annotations

import wasmtime


def fill(store: wasmtime.Store, memory: wasmtime.Memory, samples: list[int]) -> int:
    buffer = memory.get_buffer_ptr(store, 65536)  # E: safestore-unsafe
    missing = len(samples) - memory.data_len(store)
    if missing > 0:
        memory.grow(store, missing // 65536 + 1)
    for index, sample in enumerate(samples):
        buffer[index] = sample & 0xFF  # E: safestore-borrow
    return len(samples)
