"""A game loop hands its zone over on overload and goes on looping with the pin that moved."""

from __future__ import annotations

import queue

from safestore import Pinned, Store, TransferToken


def loop(
    zone: Pinned[Store], loads: list[int], others: queue.Queue[TransferToken[Store]]
) -> tuple[int, int]:
    frames = 0
    moved = 0
    for load in loads:
        if load <= 100:
            frames += 1
            continue
        others.put(zone.transfer())  # E: safestore-maybe-moved
        moved += 1
    return frames, moved
