"""A websocket-like handler awaits its plugin's calls: under a timeout, by return, and by name."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable

from safestore import Func, Pinned, Store


class Connection:
    def __init__(self, pin: Pinned[Store], on_message: Func, on_close: Func) -> None:
        self._pin = pin
        self._on_message = on_message
        self._on_close = on_close
        self._lock = asyncio.Lock()

    def _message(self, size: int) -> Awaitable[object]:
        answer: Awaitable[object] = self._on_message.call_async(self._pin, size)
        return answer

    async def pump(self, messages: AsyncIterator[bytes]) -> int:
        count = 0
        async for message in messages:
            async with self._lock:
                await asyncio.wait_for(self._message(len(message)), timeout=1.0)
            count += 1
        closing = asyncio.ensure_future(self._on_close.call_async(self._pin))
        await asyncio.wait([closing])
        return count
