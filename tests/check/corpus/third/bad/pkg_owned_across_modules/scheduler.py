"""A scheduler: it owns what it is given."""

from __future__ import annotations

import queue

from safestore import Owned, Store, TransferToken


class Scheduler:
    def __init__(self) -> None:
        self.ready: queue.Queue[TransferToken[Store]] = queue.Queue()

    def submit(self, pin: Owned[Store], priority: int = 0) -> int:
        pin.value.set_limits(instances=priority + 1)
        self.ready.put(pin.transfer())
        return self.ready.qsize()
