"""A raw pointer to the memory's bytes."""

from __future__ import annotations

from safestore import Memory, Pinned, Store


def first(p: Pinned[Store], m: Memory) -> int:
    data = m.data_ptr(p)  # E: safestore-unsafe
    return int(data[0])
