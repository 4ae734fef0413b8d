"""The token is spoken of and then returned."""

from __future__ import annotations

from safestore import Pinned, Store, TransferToken


def detach(p: Pinned[Store]) -> TransferToken[Store]:
    tok = p.transfer()
    print(f"moving {tok}")
    return tok
