"""A generator of a frame buffer's rows copies each one before it yields it."""

from __future__ import annotations

from collections.abc import Iterator

from safestore import Engine, Limits, Memory, MemoryType, Pinned, Store


def rows(pin: Pinned[Store], memory: Memory, width: int, height: int) -> Iterator[bytes]:
    with memory.view(pin, size=width * height) as frame:
        for start in range(0, len(frame), width):
            row = frame[start : start + width]
            yield bytes(row)


def brightest(pin: Pinned[Store], memory: Memory) -> int:
    with memory.view(pin, size=64) as frame:
        order = sorted(range(len(frame)), key=lambda index: frame[index])
        frame[order[-1]] = 9
    return max(max(row) for row in rows(pin, memory, 8, 8))


if __name__ == "__main__":
    pin = Pinned(Store(Engine()))
    print(brightest(pin, Memory(pin, MemoryType(Limits(1, 1)))))
