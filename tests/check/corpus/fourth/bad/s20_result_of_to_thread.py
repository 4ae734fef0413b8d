"""The worker thread makes a pin and returns it: it is the worker's."""

from __future__ import annotations

import asyncio

from safestore import Engine, Pinned, Store


def make(e: Engine) -> Pinned[Store]:
    return Pinned(Store(e))


async def open_store(e: Engine) -> Pinned[Store]:
    return await asyncio.to_thread(make, e)  # E: safestore-send
