"""Coroutines of one loop pass a pin along over an asyncio queue: that is one thread."""

import asyncio

from safestore import Engine, Pinned, Store


async def consume(inbox: "asyncio.Queue[Pinned[Store] | None]") -> int:
    seen = 0
    while (pin := await inbox.get()) is not None:
        with pin:
            pin.value.gc()
            seen += 1
    return seen


async def main() -> int:
    engine = Engine()
    inbox: asyncio.Queue[Pinned[Store] | None] = asyncio.Queue()
    consumer = asyncio.create_task(consume(inbox))
    for _ in range(3):
        pin = Pinned(Store(engine))
        await inbox.put(pin)
    inbox.put_nowait(None)
    return await consumer


print(asyncio.run(main()))
