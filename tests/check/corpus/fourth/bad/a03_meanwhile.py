"""While the task runs, its store is used between two waits."""

from __future__ import annotations

import asyncio

from safestore import Func, Pinned, Store


async def run(p: Pinned[Store], a: Func, ready: asyncio.Event) -> None:
    task = asyncio.create_task(a.call_async(p))
    await asyncio.wait_for(ready.wait(), 1.0)
    p.value.gc()  # E: safestore-async
    await task
