"""An ASGI page that asks two plugins at the same time, and each of them twice in turn."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from safestore import Func, Pinned, Store

SendMessage = Callable[[dict[str, Any]], Awaitable[None]]


class Part:
    def __init__(self, pin: Pinned[Store], render: Func) -> None:
        self.pin = pin
        self.render = render

    async def twice(self, size: int) -> int:
        first = int(await self.render.call_async(self.pin, size))
        self.pin.value.gc()
        second = self.render.call_async(self.pin, first)
        return int(await second)


class Page:
    def __init__(self, head: Part, body: Part) -> None:
        self.head = head
        self.body = body

    async def __call__(self, scope: dict[str, Any], send: SendMessage) -> None:
        size = len(scope["path"])
        parts = await asyncio.gather(self.head.twice(size), self.body.twice(size))
        await send({"type": "http.response.body", "body": repr(parts).encode()})
