"""An async pipeline hands stores on; when the next stage is full it logs the token, and is done."""

from __future__ import annotations

import asyncio
import logging

from safestore import Owned, Store, TransferToken

log = logging.getLogger("pipeline")


class Stage:
    def __init__(self, depth: int) -> None:
        self._waiting: asyncio.Queue[TransferToken[Store]] = asyncio.Queue(depth)
        self.refused = 0

    async def accept(self, pin: Owned[Store]) -> bool:
        token = pin.transfer()  # E: safestore-leak
        if self._waiting.full():
            self.refused += 1
            log.warning("stage is full, refusing %r", token)
            return False
        await self._waiting.put(token)
        return True

    async def next(self) -> TransferToken[Store]:
        return await self._waiting.get()
