"""The callback runs on this thread, when its loop comes to it."""

from __future__ import annotations

import asyncio

from safestore import Pinned, Store


def refuel(p: Pinned[Store]) -> None:
    p.value.set_fuel(1_000)


def on_empty(loop: asyncio.AbstractEventLoop, p: Pinned[Store]) -> None:
    loop.call_soon(refuel, p)
