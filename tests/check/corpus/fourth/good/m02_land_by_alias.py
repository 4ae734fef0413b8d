"""Two names for one token, and one of them is dropped."""

from __future__ import annotations

from safestore import Pinned, Store, TransferToken


def settle(tok: TransferToken[Store]) -> Pinned[Store]:
    same = tok
    del tok
    return same.land()
