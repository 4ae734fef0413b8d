"""The finally asks nothing of what the return has moved but its name."""

from __future__ import annotations

from safestore import Pinned, Store, TransferToken


def detach(p: Pinned[Store]) -> TransferToken[Store]:
    try:
        return p.transfer()
    finally:
        print(p, p.moved, p.is_mine())
