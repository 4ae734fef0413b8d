"""A game ticks physics and scripts as two tasks, each with a store of its own, then one by one."""

from __future__ import annotations

import asyncio

from safestore import Func, Pinned, Store


async def tick(
    world: Pinned[Store], physics: Func, minds: Pinned[Store], scripts: Func, rounds: int
) -> None:
    for _ in range(rounds):
        first = asyncio.create_task(physics.call_async(world, 16))
        second = asyncio.create_task(scripts.call_async(minds, 16))
        await first
        world.value.gc()
        await second
        minds.value.gc()


async def settle(world: Pinned[Store], physics: Func, scripts: Func) -> None:
    task = asyncio.create_task(physics.call_async(world, 0))
    await task
    task = asyncio.create_task(scripts.call_async(world, 0))
    await task
    world.value.gc()
