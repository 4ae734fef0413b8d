"""A copy of the memory's first bytes."""

from __future__ import annotations

from safestore import Memory, Pinned, Store


def first(p: Pinned[Store], m: Memory) -> int:
    data = m.read(p, 0, 4)
    return int(data[0])
