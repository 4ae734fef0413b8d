"""A cache closes each plugin when the collector takes it, on whatever thread that happens to be."""

from __future__ import annotations

import weakref

from safestore import Engine, Instance, Module, Pinned, Store


class Plugin:
    """One instance of a module, with a store of its own."""

    def __init__(self, engine: Engine, module: Module) -> None:
        pin = Pinned(Store(engine))
        self._instance = Instance(pin, module, [])
        self._pin = pin
        self._finalizer = weakref.finalize(self, pin.close)  # E: safestore-send

    def call(self, name: str, *args: int) -> object:
        return self._instance.exports(self._pin).func(name)(self._pin, *args)


class PluginCache:
    def __init__(self) -> None:
        self._engine = Engine()
        self._plugins: weakref.WeakValueDictionary[str, Plugin] = weakref.WeakValueDictionary()

    def load(self, text: str) -> Plugin:
        plugin = self._plugins.get(text)
        if plugin is None:
            plugin = Plugin(self._engine, Module(self._engine, text))
            self._plugins[text] = plugin
        return plugin
