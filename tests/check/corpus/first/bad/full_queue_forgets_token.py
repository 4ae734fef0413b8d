"""Offers a store to the workers; when all of them are busy the function returns, token in hand."""

import queue

from safestore import Pinned, Store, TransferToken


class Dispatcher:
    def __init__(self, size: int) -> None:
        self.inbox: queue.Queue[TransferToken[Store]] = queue.Queue(size)
        self.refused = 0

    def offer(self, pin: Pinned[Store], fuel: int) -> bool:
        pin.value.set_fuel(fuel)
        token = pin.transfer()  # E: safestore-leak
        if self.inbox.full():
            self.refused += 1
            print("no worker is free for", token)
            return False
        self.inbox.put(token)
        return True
