"""Landed anew in the condition, and the old pin is used."""

from __future__ import annotations

from safestore import Pinned, Store


def renew(p: Pinned[Store]) -> Pinned[Store]:
    if (q := p.transfer().land()).is_mine():
        p.value.gc()  # E: safestore-moved
    return q
