"""A synchronous front to an event loop on a thread: it submits a coroutine that holds its pin."""

from __future__ import annotations

import asyncio
import threading

from safestore import Engine, Func, Instance, Module, Pinned, Store

NEGATE = """(module (func (export "negate") (param i32) (result i32)
  (i32.sub (i32.const 0) (local.get 0))))"""


async def negate_all(pin: Pinned[Store], func: str, values: list[int]) -> list[int]:
    instance = Instance(pin, Module(pin.value.engine, NEGATE), [])
    negate: Func = instance.exports(pin).func(func)
    results = []
    for value in values:
        results.append(int(negate(pin, value)))
        await asyncio.sleep(0)
    return results


class BackgroundLoop:
    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def negate(self, pin: Pinned[Store], values: list[int]) -> list[int]:
        future = asyncio.run_coroutine_threadsafe(
            negate_all(pin, "negate", values),  # E: safestore-send
            self._loop,
        )
        return future.result(timeout=10)


if __name__ == "__main__":
    print(BackgroundLoop().negate(Pinned(Store(Engine())), [1, 2, 3]))
