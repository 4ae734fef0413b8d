"""The function that is called grows the memory under the view."""

from __future__ import annotations

from safestore import Memory, Pinned, Store


def ensure(m: Memory, p: Pinned[Store], pages: int) -> None:
    m.grow(p, pages)


def first(m: Memory, p: Pinned[Store]) -> int:
    with m.view(p) as v:
        ensure(m, p, 2)
        return v[0]  # E: safestore-borrow
