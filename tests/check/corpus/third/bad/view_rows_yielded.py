"""A generator of a frame buffer's rows yields parts of a view, which its consumer may keep."""

from __future__ import annotations

from collections.abc import Iterator

from safestore import Memory, MemoryView, Pinned, Store


def rows(pin: Pinned[Store], memory: Memory, width: int, height: int) -> Iterator[MemoryView]:
    with memory.view(pin, size=width * height) as frame:
        for row in range(height):
            yield frame[row * width : (row + 1) * width]  # E: safestore-borrow


def brightest(pin: Pinned[Store], memory: Memory) -> int:
    return max(max(row.tobytes()) for row in rows(pin, memory, 64, 48))
