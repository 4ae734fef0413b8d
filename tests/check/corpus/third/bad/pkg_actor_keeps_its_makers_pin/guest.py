"""An actor whose messages go to a guest."""

from __future__ import annotations

from safestore import Instance, Module, Pinned, Store

from .actors import Actor


class GuestActor(Actor):
    def __init__(self, name: str, pin: Pinned[Store], module: Module) -> None:
        super().__init__(name)
        self.module = module
        self.pin = pin  # E: safestore-send

    def receive(self, message: int) -> None:
        instance = Instance(self.pin, self.module, [])
        instance.exports(self.pin).func("receive")(self.pin, message)
