"""Picks the busier of two shards by a conditional expression, moves it, then uses the left one."""

from __future__ import annotations

from safestore import Pinned, Store, TransferToken


def rebalance(
    left: Pinned[Store], right: Pinned[Store], loads: tuple[int, int]
) -> TransferToken[Store]:
    chosen = left if loads[0] > loads[1] else right
    token = chosen.transfer()
    left.value.set_epoch_deadline(10)  # E: safestore-maybe-moved|safestore-moved
    return token
