"""A game server bakes its lightmaps in an executor: a partial takes the pinned store along."""

from __future__ import annotations

import asyncio
from functools import partial

from safestore import Func, Pinned, Store


def bake(level: int, *, pin: Pinned[Store], kernel: Func | None = None) -> int:
    if kernel is None:
        return level
    return int(kernel(pin, level))


async def bake_all(pin: Pinned[Store], levels: range) -> int:
    loop = asyncio.get_running_loop()
    total = 0
    for level in levels:
        job = partial(bake, level, pin=pin)
        total += await loop.run_in_executor(None, job)  # E: safestore-send
    return total
