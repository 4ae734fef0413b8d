"""Tells each plugin about an event; the call is made for its effect and never awaited."""

from safestore import Engine, Instance, Module, Pinned, Store


class Plugin:
    def __init__(self, engine: Engine, module: Module) -> None:
        self.pin = Pinned(Store(engine))
        exports = Instance(self.pin, module, []).exports(self.pin)
        self.on_event = exports.func("on_event")


class Bus:
    def __init__(self) -> None:
        self.plugins: list[Plugin] = []

    async def publish(self, number: int) -> int:
        heard = 0
        for plugin in self.plugins:
            plugin.on_event.call_async(plugin.pin, number)  # E: safestore-async
            heard += 1
        return heard
