"""The finally uses what the return has moved."""

from __future__ import annotations

from safestore import Pinned, Store, TransferToken


def detach(p: Pinned[Store]) -> TransferToken[Store]:
    try:
        return p.transfer()
    finally:
        p.value.gc()  # E: safestore-moved|safestore-maybe-moved
