"""The elif asks whether the pin is still there."""

from __future__ import annotations

from safestore import Pinned, Store


def tick(p: Pinned[Store], n: int) -> None:
    if n > 5:
        p.transfer().discard()
    if n == 0:
        print("idle")
    elif not p.moved:
        p.value.gc()
