"""A websocket-like handler notifies its plugin of a disconnect, and forgets to await the call."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from safestore import Func, Pinned, Store


class Connection:
    def __init__(self, pin: Pinned[Store], on_message: Func, on_close: Func) -> None:
        self._pin = pin
        self._on_message = on_message
        self._on_close = on_close
        self._lock = asyncio.Lock()

    async def pump(self, messages: AsyncIterator[bytes]) -> int:
        count = 0
        async for message in messages:
            async with self._lock:
                await self._on_message.call_async(self._pin, len(message))
            count += 1
        self._on_close.call_async(self._pin)  # E: safestore-async
        return count
