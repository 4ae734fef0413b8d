"""A cache of stores closes one that has spent its fuel, and then tops it up all the same."""

import wasmtime


class Cache:
    def __init__(self, engine: wasmtime.Engine) -> None:
        self.engine = engine
        self.stores: dict[str, wasmtime.Store] = {}

    def touch(self, name: str) -> int:
        store = self.stores.get(name)
        if store is None:
            store = wasmtime.Store(self.engine)
            self.stores[name] = store
        left = store.get_fuel()
        if left < 100:
            store.close()
            del self.stores[name]
        store.set_fuel(1000)  # E: safestore-closed
        return left
