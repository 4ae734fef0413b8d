"""The nested function renews the pin under the name that is used."""

from __future__ import annotations

from safestore import Pinned, Store


def work(p: Pinned[Store]) -> None:
    def renew() -> None:
        nonlocal p
        p = p.transfer().land()

    renew()
    p.value.gc()
