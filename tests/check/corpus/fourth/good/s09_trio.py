"""What trio runs beside is a task on this thread."""

from __future__ import annotations

import trio

from safestore import Pinned, Store


async def sweep(p: Pinned[Store]) -> None:
    p.value.gc()


async def main(p: Pinned[Store]) -> None:
    async with trio.open_nursery() as nursery:
        nursery.start_soon(sweep, p)
