"""The pin was moved through its bound method."""

from __future__ import annotations

from safestore import Pinned, Store


def give_up(p: Pinned[Store]) -> None:
    give = p.transfer
    tok = give()
    p.value.gc()  # E: safestore-moved
    tok.discard()
