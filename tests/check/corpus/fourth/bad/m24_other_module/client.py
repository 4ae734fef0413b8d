"""A function of another module may move the pin."""

from __future__ import annotations

from safestore import Pinned, Store

from .movers import ship_if


def main(p: Pinned[Store], c: bool) -> None:
    ship_if(p, c)
    p.value.gc()  # E: safestore-maybe-moved
