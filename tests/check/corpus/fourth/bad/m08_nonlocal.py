"""The nested function renews the pin under one of its two names."""

from __future__ import annotations

from safestore import Pinned, Store


def work(p: Pinned[Store]) -> None:
    old = p

    def renew() -> None:
        nonlocal p
        p = p.transfer().land()

    renew()
    old.value.gc()  # E: safestore-moved
