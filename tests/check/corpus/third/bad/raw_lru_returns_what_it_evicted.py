"""An LRU of raw stores closes the oldest one and still looks at its memory to account for it."""

from __future__ import annotations

from collections import OrderedDict

import wasmtime


class Stores:
    def __init__(self, engine: wasmtime.Engine, capacity: int) -> None:
        self.engine = engine
        self.capacity = capacity
        self.entries: OrderedDict[str, tuple[wasmtime.Store, wasmtime.Memory]] = OrderedDict()
        self.freed = 0

    def add(self, key: str, pages: int) -> None:
        store = wasmtime.Store(self.engine)
        limits = wasmtime.Limits(pages, pages)
        memory = wasmtime.Memory(store, wasmtime.MemoryType(limits))
        self.entries[key] = (store, memory)
        if len(self.entries) > self.capacity:
            self._evict()

    def _evict(self) -> None:
        _, (store, memory) = self.entries.popitem(last=False)
        store.close()
        self.freed += memory.data_len(store)  # E: safestore-closed
