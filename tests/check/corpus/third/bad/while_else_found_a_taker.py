"""Offers a store to takers until one has room; the function goes on with it once it was taken."""

from __future__ import annotations

import queue

from safestore import Pinned, Store, TransferToken


def place(pin: Pinned[Store], takers: list[queue.Queue[TransferToken[Store]]]) -> bool:
    index = 0
    while index < len(takers):
        taker = takers[index]
        if not taker.full():
            taker.put(pin.transfer())
            break
        index += 1
    else:
        pin.close()
        return False
    pin.value.set_epoch_deadline(1)  # E: safestore-moved
    return True
