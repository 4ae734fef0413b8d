"""A synchronous front sends each request to a loop on another thread, with the front's pin."""

import asyncio
import threading

from safestore import Engine, Pinned, Store


async def handle(pin: Pinned[Store], path: str) -> str:
    await asyncio.sleep(0)
    return f"{path} {pin.value.get_fuel()}"


class Front:
    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.pin = Pinned(Store(Engine()))

    def get(self, path: str) -> str:
        request = handle(self.pin, path)
        answer = asyncio.run_coroutine_threadsafe(request, self.loop)  # E: safestore-send
        return answer.result(5)
