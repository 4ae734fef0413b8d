"""Each round starts a task in the same store."""

from __future__ import annotations

import asyncio

from safestore import Func, Pinned, Store


async def run(p: Pinned[Store], fns: list[Func]) -> None:
    tasks: list[asyncio.Task[None]] = []
    for fn in fns:
        tasks.append(asyncio.create_task(fn.call_async(p)))  # E: safestore-async
    for task in tasks:
        await task
