"""A loader thread makes a pin for the event loop's thread and gives it over without a token."""

from __future__ import annotations

import asyncio
import threading

from safestore import Engine, Pinned, Store


def serve(pin: Pinned[Store]) -> None:
    pin.value.gc()


def load(engine: Engine, loop: asyncio.AbstractEventLoop) -> None:
    pin = Pinned(Store(engine))
    pin.value.set_limits(memory_size=1 << 20)
    loop.call_soon_threadsafe(serve, pin)  # E: safestore-send


async def main() -> None:
    loop = asyncio.get_running_loop()
    thread = threading.Thread(target=load, args=(Engine(), loop))
    thread.start()
    await asyncio.to_thread(thread.join)
