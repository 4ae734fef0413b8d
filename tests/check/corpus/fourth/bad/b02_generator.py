"""A generator gives slices of the view away."""

from __future__ import annotations

from collections.abc import Iterator

from safestore import Memory, MemoryView, Pinned, Store


def heads(p: Pinned[Store], m: Memory) -> Iterator[MemoryView]:
    with m.view(p) as v:
        for i in range(0, len(v), 16):
            yield v[i : i + 4]  # E: safestore-borrow
