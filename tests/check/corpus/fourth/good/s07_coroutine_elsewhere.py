"""The coroutine that another thread's loop runs is given a token."""

from __future__ import annotations

import asyncio

from safestore import Pinned, Store, TransferToken


async def warm(tok: TransferToken[Store]) -> None:
    tok.land().value.gc()


def begin(loop: asyncio.AbstractEventLoop, p: Pinned[Store]) -> None:
    asyncio.run_coroutine_threadsafe(warm(p.transfer()), loop).result()
