"""Pins go through an asyncio.Queue: producer and consumer are tasks of one loop, on one thread."""

from __future__ import annotations

import asyncio

from safestore import Engine, Pinned, Store


async def produce(engine: Engine, pins: asyncio.Queue[Pinned[Store] | None], count: int) -> None:
    for number in range(count):
        pin = Pinned(Store(engine))
        pin.value.set_limits(memories=number + 1)
        await pins.put(pin)
    await pins.put(None)


async def consume(pins: asyncio.Queue[Pinned[Store] | None]) -> int:
    seen = 0
    while (pin := await pins.get()) is not None:
        with pin:
            pin.value.gc()
        seen += 1
    return seen


async def main() -> int:
    pins: asyncio.Queue[Pinned[Store] | None] = asyncio.Queue(maxsize=2)
    producer = asyncio.create_task(produce(Engine(), pins, 3))
    seen = await consume(pins)
    await producer
    return seen


if __name__ == "__main__":
    print(asyncio.run(main()))
