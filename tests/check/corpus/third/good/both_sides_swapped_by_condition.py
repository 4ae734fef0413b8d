"""Orders two shards by load in an if, moves the busier one and goes on with the other."""

from __future__ import annotations

from safestore import Engine, Pinned, Store, TransferToken


def rebalance(
    left: Pinned[Store], right: Pinned[Store], loads: tuple[int, int]
) -> tuple[TransferToken[Store], Pinned[Store]]:
    if loads[0] > loads[1]:
        busy, calm = left, right
    else:
        busy, calm = right, left
    token = busy.transfer()
    calm.value.gc()
    return token, calm


if __name__ == "__main__":
    engine = Engine()
    away, here = rebalance(Pinned(Store(engine)), Pinned(Store(engine)), (1, 2))
    away.discard()
    here.close()
