"""The bound method that moves the pin is called when all is done."""

from __future__ import annotations

from safestore import Pinned, Store, TransferToken


def give_up(p: Pinned[Store]) -> TransferToken[Store]:
    give = p.transfer
    p.value.gc()
    return give()
