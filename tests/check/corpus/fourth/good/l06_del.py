"""The pin is deleted, and the token is returned."""

from __future__ import annotations

from safestore import Pinned, Store, TransferToken


def drop(p: Pinned[Store]) -> TransferToken[Store]:
    tok = p.transfer()
    del p
    return tok
