"""A registry lets go of plugins that nobody uses; a finalizer closes the pin, wherever it runs."""

import weakref

from safestore import Engine, Instance, Module, Pinned, Store


class Plugin:
    def __init__(self, instance: Instance) -> None:
        self.instance = instance


class Registry:
    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.alive: weakref.WeakValueDictionary[str, Plugin] = weakref.WeakValueDictionary()

    def get(self, name: str, wat: str) -> Plugin:
        plugin = self.alive.get(name)
        if plugin is None:
            pin = Pinned(Store(self.engine))
            plugin = Plugin(Instance(pin, Module(self.engine, wat), []))
            weakref.finalize(plugin, pin.close)  # E: safestore-send
            self.alive[name] = plugin
        return plugin
