"""A pair of stores is swapped by tuple assignment, but the one that was moved is the one kept."""

from __future__ import annotations

from dataclasses import dataclass

from safestore import Pinned, Store, TransferToken


@dataclass
class Pair:
    active: Pinned[Store]
    standby: Pinned[Store]


def fail_over(pair: Pair) -> tuple[TransferToken[Store], int]:
    active, standby = pair.active, pair.standby
    retired = active.transfer()
    active, standby = standby, active
    active.value.gc()
    fuel = standby.value.get_fuel()  # E: safestore-moved
    pair.active = active
    return retired, fuel
