"""A request context keeps the current pin in a ContextVar; tasks of the same loop read it."""

from __future__ import annotations

import asyncio
import contextvars

from safestore import Engine, Instance, Module, Pinned, Store

CURRENT: contextvars.ContextVar[Pinned[Store]] = contextvars.ContextVar("CURRENT")
ENGINE = Engine()
MODULE = Module(ENGINE, '(module (func (export "id") (param i32) (result i32) (local.get 0)))')


def identity(value: int) -> int:
    pin = CURRENT.get()
    return int(Instance(pin, MODULE, []).exports(pin).func("id")(pin, value))


async def handle(value: int) -> int:
    mark = CURRENT.set(Pinned(Store(ENGINE)))
    try:
        await asyncio.sleep(0)
        context = contextvars.copy_context()
        return context.run(identity, value)
    finally:
        CURRENT.get().close()
        CURRENT.reset(mark)


async def main() -> None:
    tasks = [asyncio.create_task(handle(value)) for value in range(3)]
    assert await asyncio.gather(*tasks) == [0, 1, 2]


if __name__ == "__main__":
    asyncio.run(main())
