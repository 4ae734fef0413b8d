"""A game ticks its physics and its scripts as two tasks, which share one store."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any

from safestore import Func, Pinned, Store


async def timed(work: Awaitable[Any]) -> float:
    started = asyncio.get_running_loop().time()
    await work
    return asyncio.get_running_loop().time() - started


async def tick(pin: Pinned[Store], physics: Func, scripts: Func) -> None:
    first = asyncio.create_task(physics.call_async(pin, 16))
    second = asyncio.create_task(scripts.call_async(pin, 16))  # E: safestore-async
    await first
    await second


async def settle(pin: Pinned[Store], physics: Func) -> float:
    return await timed(physics.call_async(pin, 0))
