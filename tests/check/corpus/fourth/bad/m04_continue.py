"""Nothing ends the loop after the first move."""

from __future__ import annotations

from safestore import Pinned, Store


def ship(p: Pinned[Store], sizes: list[int]) -> None:
    for n in sizes:
        if n == 0:
            continue
        p.transfer().discard()  # E: safestore-maybe-moved
