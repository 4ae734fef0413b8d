"""A flag says whether the pin is gone, and is asked."""

from __future__ import annotations

from safestore import Pinned, Store


def trim(p: Pinned[Store], n: int) -> None:
    gone = False
    if n > 3:
        p.transfer().discard()
        gone = True
    if not gone:
        p.value.gc()
