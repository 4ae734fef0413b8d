"""A plugin closes its pinned store in a weakref finalizer, which any thread may come to run."""

from __future__ import annotations

import weakref

from safestore import Engine, Instance, Module, Pinned, Store


class Plugin:
    def __init__(self, engine: Engine, source: str) -> None:
        pin = Pinned(Store(engine))
        self.pin = pin
        self.instance = Instance(pin, Module(engine, source), [])
        self._finalizer = weakref.finalize(self, pin.close)  # E: safestore-send

    @property
    def alive(self) -> bool:
        return self._finalizer.alive

    def call(self, name: str) -> int:
        return int(self.instance.exports(self.pin).func(name)(self.pin))
