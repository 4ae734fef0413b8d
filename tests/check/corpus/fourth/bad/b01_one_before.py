"""What is compared with the memory is the view of the round before."""

from __future__ import annotations

from safestore import Memory, MemoryView, Pinned, Store


def compare(p: Pinned[Store], mems: list[Memory]) -> None:
    before: MemoryView | None = None
    for m in mems:
        if before is not None:
            print(before[0])  # E: safestore-borrow
        with m.view(p) as v:
            before = v
