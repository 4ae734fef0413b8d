"""A balancer picks the last overloaded shard; the tokens of those before it are overwritten."""

from __future__ import annotations

import queue

from safestore import Pinned, Store, TransferToken


def hand_off(
    primary: Pinned[Store],
    replica: Pinned[Store],
    loads: tuple[int, int],
    others: queue.Queue[TransferToken[Store]],
) -> bool:
    token: TransferToken[Store] | None = None
    if loads[0] > 90:
        token = primary.transfer()  # E: safestore-leak
    if loads[1] > 90:
        token = replica.transfer()
    if token is None:
        return False
    others.put(token)
    return True
