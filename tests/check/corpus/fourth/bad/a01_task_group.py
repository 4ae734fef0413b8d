"""Two tasks of a group run in one store."""

from __future__ import annotations

import asyncio

from safestore import Func, Pinned, Store


async def both(p: Pinned[Store], q: Pinned[Store], a: Func, b: Func) -> None:
    async with asyncio.TaskGroup() as group:
        group.create_task(a.call_async(p))
        group.create_task(b.call_async(p))  # E: safestore-async
    print(q)
