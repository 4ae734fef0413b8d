"""The flag that says whether the pin is gone is asked too late."""

from __future__ import annotations

from safestore import Pinned, Store


def trim(p: Pinned[Store], n: int) -> None:
    gone = False
    if n > 3:
        p.transfer().discard()
        gone = True
    p.value.gc()  # E: safestore-maybe-moved
    if not gone:
        print("kept")
