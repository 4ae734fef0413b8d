"""The question in the elif is the wrong way round."""

from __future__ import annotations

from safestore import Pinned, Store


def tick(p: Pinned[Store], n: int) -> None:
    if n > 5:
        p.transfer().discard()
    if n == 0:
        print("idle")
    elif p.moved:
        p.value.gc()  # E: safestore-moved|safestore-maybe-moved
