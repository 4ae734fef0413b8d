"""Each message moves the pin, and there is a new one under its name."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from safestore import Pinned, Store


async def pump(p: Pinned[Store], ticks: AsyncIterator[int], lock: asyncio.Lock) -> None:
    async for n in ticks:
        async with lock:
            p = p.transfer().land()
        p.value.set_fuel(n)
