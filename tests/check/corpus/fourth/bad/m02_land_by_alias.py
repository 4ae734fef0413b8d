"""Two names for one token, and both are landed."""

from __future__ import annotations

from safestore import Pinned, Store, TransferToken


def settle(tok: TransferToken[Store]) -> Pinned[Store]:
    same = tok
    same.land().close()
    return tok.land()  # E: safestore-moved
