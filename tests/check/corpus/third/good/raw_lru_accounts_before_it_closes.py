"""An LRU of raw stores reads the oldest one's memory size first and closes the store then."""

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
        memory = wasmtime.Memory(store, wasmtime.MemoryType(wasmtime.Limits(pages, pages)))
        memory.write(store, key.encode())
        self.entries[key] = (store, memory)
        if len(self.entries) > self.capacity:
            self._evict()

    def _evict(self) -> None:
        _, (store, memory) = self.entries.popitem(last=False)
        size = memory.data_len(store)
        store.close()
        self.freed += size


if __name__ == "__main__":
    stores = Stores(wasmtime.Engine(), 2)
    for name in ("a", "b", "c"):
        stores.add(name, 1)
    print(stores.freed)
