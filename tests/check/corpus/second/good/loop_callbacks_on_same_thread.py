"""A loop closes its pin by call_later, and tasks and done-callbacks use it: all on one thread."""

from __future__ import annotations

import asyncio
import functools

from safestore import Engine, Func, Instance, Module, Pinned, Store

WAT = '(module (func (export "id") (param i32) (result i32) (local.get 0)))'


async def call(pin: Pinned[Store], func: Func, value: int) -> int:
    await asyncio.sleep(0)
    return int(func(pin, value))


def note(pin: Pinned[Store], seen: list[bool], task: asyncio.Task[int]) -> None:
    seen.append(pin.is_mine() and task.done())


async def main() -> None:
    loop = asyncio.get_running_loop()
    engine = Engine()
    pin = Pinned(Store(engine))
    func = Instance(pin, Module(engine, WAT), []).exports(pin).func("id")
    seen: list[bool] = []
    task = asyncio.create_task(call(pin, func, 5))
    task.add_done_callback(functools.partial(note, pin, seen))
    assert await task == 5
    await asyncio.sleep(0)
    assert seen == [True]
    closed = loop.create_future()
    loop.call_later(0, pin.close)
    loop.call_later(0.001, closed.set_result, None)
    await closed


if __name__ == "__main__":
    asyncio.run(main())
