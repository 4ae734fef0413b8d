"""A cache evicts its oldest store by token and puts a new one in its place under the same key."""

from __future__ import annotations

import queue
from collections import OrderedDict

from safestore import Engine, Pinned, Store, TransferToken


class Cache:
    def __init__(self, engine: Engine, evicted: queue.Queue[TransferToken[Store]]) -> None:
        self.engine = engine
        self.evicted = evicted
        self.pins: OrderedDict[str, Pinned[Store]] = OrderedDict()
        self.log: list[str] = []

    def put(self, key: str) -> Pinned[Store]:
        pin = self.pins[key] = Pinned(Store(self.engine))
        return pin

    def renew(self, key: str) -> Pinned[Store]:
        old = self.pins[key]
        self.evicted.put(old.transfer())
        self.log.append(f"evicted {key}: {old!r}")
        self.pins[key] = Pinned(Store(self.engine))
        self.pins[key].value.gc()
        return self.pins[key]

    def shrink(self, size: int) -> None:
        while len(self.pins) > size:
            _, oldest = self.pins.popitem(last=False)
            self.evicted.put(oldest.transfer())


if __name__ == "__main__":
    gone: queue.Queue[TransferToken[Store]] = queue.Queue()
    cache = Cache(Engine(), gone)
    cache.put("a")
    cache.renew("a").value.gc()
    cache.shrink(0)
    while not gone.empty():
        gone.get().discard()
