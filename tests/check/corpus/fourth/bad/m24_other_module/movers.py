"""What others hand their pins to; its own caller goes on using one."""

from __future__ import annotations

from safestore import Pinned, Store


def ship_if(p: Pinned[Store], wanted: bool) -> None:
    if wanted:
        p.transfer().discard()


def ship(p: Pinned[Store], n: int) -> None:
    ship_if(p, n > 1)
    p.value.gc()  # E: safestore-maybe-moved
