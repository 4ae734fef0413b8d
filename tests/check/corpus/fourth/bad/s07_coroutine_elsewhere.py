"""The coroutine with the pin runs on another thread's loop."""

from __future__ import annotations

import asyncio

from safestore import Pinned, Store


async def warm(p: Pinned[Store]) -> None:
    p.value.gc()


def begin(loop: asyncio.AbstractEventLoop, p: Pinned[Store]) -> None:
    asyncio.run_coroutine_threadsafe(warm(p), loop).result()  # E: safestore-send
