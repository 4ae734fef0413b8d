"""The calls are made one after the other."""

from __future__ import annotations

from safestore import Func, Pinned, Store


async def both(p: Pinned[Store], a: Func, b: Func) -> None:
    for fn in [a, b]:
        await fn.call_async(p)
