"""Each message moves the pin."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from safestore import Pinned, Store


async def pump(p: Pinned[Store], ticks: AsyncIterator[int], lock: asyncio.Lock) -> None:
    async for n in ticks:
        async with lock:
            print(n)
            p.transfer().discard()  # E: safestore-maybe-moved
