"""An ASGI application keeps its loop free by calling its guest on a thread, by way of a lambda."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from safestore import Engine, Instance, Module, Pinned, Store

Receive = Callable[[], Awaitable[dict[str, Any]]]
SendMessage = Callable[[dict[str, Any]], Awaitable[None]]

WAT = '(module (func (export "render") (param i32) (result i32) local.get 0))'


def make_app() -> Callable[[dict[str, Any], Receive, SendMessage], Awaitable[None]]:
    engine = Engine()
    pin = Pinned(Store(engine))
    render = Instance(pin, Module(engine, WAT), []).exports(pin).func("render")

    async def app(scope: dict[str, Any], receive: Receive, send: SendMessage) -> None:
        size = len(scope["path"])
        body = await asyncio.to_thread(lambda: int(render(pin, size)))  # E: safestore-send
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": str(body).encode()})

    return app
