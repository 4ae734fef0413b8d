"""A load shedder transfers the worst stores of each round and only prints their tokens."""

from __future__ import annotations

from safestore import Engine, Pinned, Store


def shed(engine: Engine, loads: list[int]) -> int:
    shed_stores = 0
    for load in loads:
        pin = Pinned(Store(engine))
        if load < 90:
            pin.close()
            continue
        token = pin.transfer()  # E: safestore-leak
        print("shed", token, "landed:", token.landed)
        shed_stores += 1
    return shed_stores
