"""The calls are put in a list first, and then run at once."""

from __future__ import annotations

import asyncio

from safestore import Func, Pinned, Store


async def both(p: Pinned[Store], a: Func, b: Func) -> None:
    calls = [a.call_async(p), b.call_async(p)]
    await asyncio.gather(*calls)  # E: safestore-async
