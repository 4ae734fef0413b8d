"""Tells each plugin about an event: awaited here, or as a task that is awaited before the next."""

import asyncio

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
            await plugin.on_event.call_async(plugin.pin, number)
            call = plugin.on_event.call_async(plugin.pin, number + 1)
            task = asyncio.create_task(call)
            heard += 1
            print("asked", heard)
            await task
            plugin.pin.value.gc()
        return heard
