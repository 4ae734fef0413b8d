"""A synchronous front sends requests to a loop on another thread; the coroutine has its own pin."""

import asyncio
import threading

from safestore import Engine, Pinned, Store


async def handle(engine: Engine, path: str) -> str:
    with Pinned(Store(engine)) as pin:
        await asyncio.sleep(0)
        return f"{path} {pin.is_mine()}"


class Front:
    def __init__(self) -> None:
        self.engine = Engine()
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.pin = Pinned(Store(self.engine))

    def get(self, path: str) -> str:
        self.pin.value.gc()
        request = handle(self.engine, path)
        answer = asyncio.run_coroutine_threadsafe(request, self.loop)
        return answer.result(5)
