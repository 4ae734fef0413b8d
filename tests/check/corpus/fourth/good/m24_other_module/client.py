"""A function of another module moves the pin and returns the new one."""

from __future__ import annotations

from safestore import Pinned, Store

from .movers import renewed


def main(p: Pinned[Store], c: bool) -> None:
    if c:
        p = renewed(p)
    p.value.gc()
