"""A worker thread owns its pin from beginning to end; only numbers go back to the event loop."""

from __future__ import annotations

import asyncio
import threading

from safestore import Engine, Instance, Module, Pinned, Store

SOURCE = '(module (func (export "f") (param i32) (result i32) (local.get 0)))'


def work(
    engine: Engine, loop: asyncio.AbstractEventLoop, answer: asyncio.Future[int], number: int
) -> None:
    with Pinned(Store(engine)) as pin:
        instance = Instance(pin, Module(engine, SOURCE), [])
        found = int(instance.exports(pin).func("f")(pin, number))
        loop.call_soon_threadsafe(answer.set_result, found)


async def main() -> int:
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[int] = loop.create_future()
    thread = threading.Thread(target=work, args=(Engine(), loop, answer, 5))
    thread.start()
    found = await answer
    thread.join()
    return found


if __name__ == "__main__":
    print(asyncio.run(main()))
