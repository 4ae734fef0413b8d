"""The function that is called asks for the memory's size."""

from __future__ import annotations

from safestore import Memory, Pinned, Store


def ensure(m: Memory, p: Pinned[Store], pages: int) -> None:
    if m.size(p) < pages:
        raise MemoryError(pages)


def first(m: Memory, p: Pinned[Store]) -> int:
    with m.view(p) as v:
        ensure(m, p, 2)
        return v[0]
