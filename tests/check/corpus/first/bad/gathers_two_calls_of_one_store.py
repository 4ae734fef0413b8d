"""An ASGI page that asks its plugin for head and body at the same time, in one store."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from safestore import Func, Pinned, Store

SendMessage = Callable[[dict[str, Any]], Awaitable[None]]


class Page:
    def __init__(self, pin: Pinned[Store], head: Func, body: Func) -> None:
        self.pin = pin
        self.head = head
        self.body = body

    async def __call__(self, scope: dict[str, Any], send: SendMessage) -> None:
        size = len(scope["path"])
        head = self.head.call_async(self.pin, size)
        body = self.body.call_async(self.pin, size)
        parts = await asyncio.gather(head, body)  # E: safestore-async
        await send({"type": "http.response.body", "body": repr(parts).encode()})
