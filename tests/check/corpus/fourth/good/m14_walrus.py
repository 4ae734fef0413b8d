"""Landed anew in the condition, and the new pin is used."""

from __future__ import annotations

from safestore import Pinned, Store


def renew(p: Pinned[Store]) -> Pinned[Store]:
    if (q := p.transfer().land()).is_mine():
        q.value.gc()
    return q
