"""The store is used when the task has been waited for."""

from __future__ import annotations

import asyncio

from safestore import Func, Pinned, Store


async def run(p: Pinned[Store], a: Func, ready: asyncio.Event) -> None:
    task = asyncio.create_task(a.call_async(p))
    await asyncio.wait_for(ready.wait(), 1.0)
    await asyncio.wait_for(task, 1.0)
    p.value.gc()
