"""A registry lets go of plugins; a finalizer closes the store, which is pinned to no thread."""

import atexit
import weakref

import wasmtime


class Plugin:
    def __init__(self, instance: wasmtime.Instance) -> None:
        self.instance = instance


class Registry:
    def __init__(self, engine: wasmtime.Engine) -> None:
        self.engine = engine
        self.alive: weakref.WeakValueDictionary[str, Plugin] = weakref.WeakValueDictionary()
        atexit.register(self.alive.clear)

    def get(self, name: str, wat: str) -> Plugin:
        plugin = self.alive.get(name)
        if plugin is None:
            store = wasmtime.Store(self.engine)
            plugin = Plugin(wasmtime.Instance(store, wasmtime.Module(self.engine, wat), []))
            weakref.finalize(plugin, store.close)
            self.alive[name] = plugin
        return plugin
