"""The right side of the `and` is reached when the pin was not moved."""

from __future__ import annotations

from safestore import Pinned, Store


def give(p: Pinned[Store]) -> bool:
    p.transfer().discard()
    return True


def tidy(p: Pinned[Store], c: bool) -> None:
    if c:
        give(p)
    if not p.moved and p.value.get_fuel() > 3:
        p.value.gc()
