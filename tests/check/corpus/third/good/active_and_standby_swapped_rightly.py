"""A pair of stores is swapped by tuple assignment, and what is used is the one that stayed."""

from __future__ import annotations

from dataclasses import dataclass, replace

from safestore import Engine, Pinned, Store, TransferToken


@dataclass(frozen=True)
class Pair:
    active: Pinned[Store]
    standby: Pinned[Store] | None


def fail_over(pair: Pair) -> tuple[TransferToken[Store], Pair]:
    active, standby = pair.active, pair.standby
    if standby is None:
        raise LookupError("no standby")
    active, standby = standby, active
    retired = standby.transfer()
    active.value.gc()
    return retired, replace(pair, active=active, standby=None)


if __name__ == "__main__":
    engine = Engine()
    old, now = fail_over(Pair(Pinned(Store(engine)), Pinned(Store(engine))))
    now.active.value.gc()
    now.active.close()
    old.discard()
