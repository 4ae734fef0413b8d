"""Offers a store to takers until one has room; it is used here only in `else`, when none had."""

from __future__ import annotations

import queue

from safestore import Engine, Pinned, Store, TransferToken


def place(pin: Pinned[Store], takers: list[queue.Queue[TransferToken[Store]]]) -> bool:
    index = 0
    while index < len(takers):
        pin.value.gc()
        if not (taker := takers[index]).full():
            taker.put(pin.transfer())
            break
        index += 1
    else:
        pin.value.set_limits(memories=1)
        pin.close()
        return False
    print("placed with", index)
    return True


if __name__ == "__main__":
    lanes: list[queue.Queue[TransferToken[Store]]] = [queue.Queue(1), queue.Queue(1)]
    print([place(Pinned(Store(Engine())), lanes) for _ in range(3)])
    for lane in lanes:
        lane.get().discard()
