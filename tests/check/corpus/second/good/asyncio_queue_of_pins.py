"""Coroutines of one loop pass pins through an asyncio.Queue: no thread is crossed."""

from __future__ import annotations

import asyncio

from safestore import Engine, Instance, Module, Pinned, Store

WAT = '(module (func (export "id") (param i32) (result i32) (local.get 0)))'


async def produce(ready: asyncio.Queue[Pinned[Store] | None], engine: Engine, count: int) -> None:
    for _ in range(count):
        await ready.put(Pinned(Store(engine)))
    ready.put_nowait(None)


async def consume(ready: asyncio.Queue[Pinned[Store] | None], module: Module) -> list[int]:
    values: list[int] = []
    while (pin := await ready.get()) is not None:
        with pin:
            func = Instance(pin, module, []).exports(pin).func("id")
            values.append(int(func(pin, len(values))))
    return values


async def main() -> None:
    engine = Engine()
    ready: asyncio.Queue[Pinned[Store] | None] = asyncio.Queue(maxsize=2)
    producer = asyncio.create_task(produce(ready, engine, 3))
    assert await consume(ready, Module(engine, WAT)) == [0, 1, 2]
    await producer


if __name__ == "__main__":
    asyncio.run(main())
