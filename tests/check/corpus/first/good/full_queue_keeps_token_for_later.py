"""Offers a store to the workers; when all of them are busy its token waits in the dispatcher."""

import queue

from safestore import Pinned, Store, TransferToken


class Dispatcher:
    def __init__(self, size: int) -> None:
        self.inbox: queue.Queue[TransferToken[Store]] = queue.Queue(size)
        self.waiting: dict[int, TransferToken[Store]] = {}

    def offer(self, pin: Pinned[Store], fuel: int) -> bool:
        pin.value.set_fuel(fuel)
        token = pin.transfer()
        if self.inbox.full():
            self.waiting[len(self.waiting)] = token
            print("no worker is free for", token)
            return False
        self.inbox.put(token)
        return True

    def close(self) -> None:
        while self.waiting:
            _, token = self.waiting.popitem()
            token.discard()
