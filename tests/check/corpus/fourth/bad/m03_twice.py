"""A token is discarded, and then perhaps once more."""

from __future__ import annotations

from safestore import Store, TransferToken


def cancel(tok: TransferToken[Store], late: bool) -> None:
    tok.discard()
    if late:
        tok.discard()  # E: safestore-moved
