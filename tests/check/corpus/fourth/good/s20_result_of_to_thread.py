"""The worker thread makes a pin and returns a token for it."""

from __future__ import annotations

import asyncio

from safestore import Engine, Pinned, Store, TransferToken


def make(e: Engine) -> TransferToken[Store]:
    return Pinned(Store(e)).transfer()


async def open_store(e: Engine) -> Pinned[Store]:
    tok = await asyncio.to_thread(make, e)
    return tok.land()
