"""Each round waits for the task that it started."""

from __future__ import annotations

import asyncio

from safestore import Func, Pinned, Store


async def run(p: Pinned[Store], fns: list[Func]) -> None:
    for fn in fns:
        task = asyncio.create_task(fn.call_async(p))
        await task
        p.value.gc()
