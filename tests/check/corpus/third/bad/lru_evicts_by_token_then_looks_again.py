"""A cache evicts its oldest store by token, and reads that same entry's fuel for the log."""

from __future__ import annotations

import queue

from safestore import Engine, Pinned, Store, TransferToken


class Cache:
    def __init__(self, engine: Engine, evicted: queue.Queue[TransferToken[Store]]) -> None:
        self.engine = engine
        self.evicted = evicted
        self.pins: dict[str, Pinned[Store]] = {}
        self.log: list[str] = []

    def put(self, key: str) -> Pinned[Store]:
        pin = Pinned(Store(self.engine))
        self.pins[key] = pin
        return pin

    def evict(self, key: str) -> None:
        oldest = self.pins[key]
        self.evicted.put(oldest.transfer())
        left = self.pins[key].value.get_fuel()  # E: safestore-moved|safestore-maybe-moved
        self.log.append(f"evicted {key} with {left} units left")
        del self.pins[key]
