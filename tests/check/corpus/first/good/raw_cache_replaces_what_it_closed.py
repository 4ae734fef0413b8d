"""A cache of stores replaces one that has spent its fuel by a new one of the same name."""

import wasmtime


class Cache:
    def __init__(self, engine: wasmtime.Engine) -> None:
        self.engine = engine
        self.stores: dict[str, wasmtime.Store] = {}

    def touch(self, name: str) -> int:
        store = self.stores.get(name)
        if store is None:
            store = self.stores[name] = wasmtime.Store(self.engine)
        left = store.get_fuel()
        if left < 100:
            store.close()
            store = wasmtime.Store(self.engine)
            self.stores[name] = store
        store.set_fuel(1000)
        return left

    def clear(self) -> None:
        for store in self.stores.values():
            store.close()
        self.stores = {"spare": wasmtime.Store(self.engine)}
        self.stores["spare"].set_fuel(1)
