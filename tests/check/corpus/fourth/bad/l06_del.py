"""The token is deleted, and nobody has landed it."""

from __future__ import annotations

from safestore import Pinned, Store


def drop(p: Pinned[Store]) -> None:
    tok = p.transfer()  # E: safestore-leak
    del tok
