"""The dict is the caller's, and keeps a slice of the view."""

from __future__ import annotations

from safestore import Memory, MemoryView, Pinned, Store


def collect(p: Pinned[Store], m: Memory, out: dict[str, MemoryView]) -> None:
    with m.view(p) as v:
        head = v[0:4]
        out["head"] = head  # E: safestore-borrow
