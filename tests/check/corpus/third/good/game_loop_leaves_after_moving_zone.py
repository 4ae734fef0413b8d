"""A game loop hands its zone over on overload, and that is the last that it does with the pin."""

from __future__ import annotations

import queue

from safestore import Engine, Pinned, Store, TransferToken


def loop(
    zone: Pinned[Store], loads: list[int], others: queue.Queue[TransferToken[Store]]
) -> tuple[int, bool]:
    frames = 0
    for load in loads:
        zone.value.gc()
        frames += 1
        if load > 100:
            others.put(zone.transfer())
            break
    else:
        zone.close()
        return frames, False
    return frames, zone.moved


if __name__ == "__main__":
    taken: queue.Queue[TransferToken[Store]] = queue.Queue()
    print(loop(Pinned(Store(Engine())), [1, 200, 3], taken))
    taken.get().discard()
