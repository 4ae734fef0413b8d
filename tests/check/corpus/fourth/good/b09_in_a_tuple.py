"""The bytes are returned beside their length."""

from __future__ import annotations

from safestore import Memory, Pinned, Store


def measured(p: Pinned[Store], m: Memory) -> tuple[int, bytes]:
    with m.view(p) as v:
        return len(v), bytes(v)
