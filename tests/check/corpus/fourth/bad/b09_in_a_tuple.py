"""A view is returned beside its length."""

from __future__ import annotations

from safestore import Memory, MemoryView, Pinned, Store


def measured(p: Pinned[Store], m: Memory) -> tuple[int, MemoryView]:
    with m.view(p) as v:
        return len(v), v  # E: safestore-borrow
