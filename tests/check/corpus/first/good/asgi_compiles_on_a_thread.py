"""An ASGI application compiles on a thread and instantiates on its loop's thread."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from safestore import Engine, Instance, Module, Pinned, Store

Receive = Callable[[], Awaitable[dict[str, Any]]]
SendMessage = Callable[[dict[str, Any]], Awaitable[None]]


def make_app(wat: str) -> Callable[[dict[str, Any], Receive, SendMessage], Awaitable[None]]:
    engine = Engine()
    pin = Pinned(Store(engine))

    async def app(scope: dict[str, Any], receive: Receive, send: SendMessage) -> None:
        size = len(scope["path"])
        module = await asyncio.to_thread(lambda: Module(engine, wat))
        render = Instance(pin, module, []).exports(pin).func("render")
        body = int(render(pin, size))
        text = await asyncio.to_thread(lambda: str(body) * size)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": text.encode()})

    return app
