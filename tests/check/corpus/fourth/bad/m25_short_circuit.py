"""The right side of the `and` moves the pin when it is reached."""

from __future__ import annotations

from safestore import Pinned, Store


def give(p: Pinned[Store]) -> bool:
    p.transfer().discard()
    return True


def tidy(p: Pinned[Store], c: bool) -> None:
    if c and give(p):
        print("given")
    p.value.gc()  # E: safestore-maybe-moved
