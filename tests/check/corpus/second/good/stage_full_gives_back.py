"""An async pipeline hands stores on; when the next stage is full, the pin is not moved at all."""

from __future__ import annotations

import asyncio
import logging

from safestore import Engine, Pinned, Store, TransferToken

log = logging.getLogger("pipeline")


class Stage:
    def __init__(self, depth: int) -> None:
        self._waiting: asyncio.Queue[TransferToken[Store]] = asyncio.Queue(depth)
        self.refused = 0

    async def accept(self, pin: Pinned[Store]) -> Pinned[Store] | None:
        if self._waiting.full():
            self.refused += 1
            log.warning("stage is full, refusing %r", pin)
            return pin
        await self._waiting.put(token := pin.transfer())
        log.info("accepted %r", token)
        return None

    async def drain(self) -> int:
        size = self._waiting.qsize()
        for _ in range(size):
            (await self._waiting.get()).land().close()
        return size


async def main() -> None:
    engine = Engine()
    stage = Stage(1)
    assert await stage.accept(Pinned(Store(engine))) is None
    refused = await stage.accept(Pinned(Store(engine)))
    assert refused is not None
    refused.value.gc()
    refused.close()
    assert await stage.drain() == 1


if __name__ == "__main__":
    asyncio.run(main())
