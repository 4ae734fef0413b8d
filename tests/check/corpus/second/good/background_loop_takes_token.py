"""A synchronous front to an event loop on a thread: its coroutine gets a token, and lands it."""

from __future__ import annotations

import asyncio
import threading

from safestore import Engine, Instance, Module, Owned, Pinned, Store, TransferToken

NEGATE = """(module (func (export "negate") (param i32) (result i32)
  (i32.sub (i32.const 0) (local.get 0))))"""


async def negate_all(token: TransferToken[Store], values: list[int]) -> list[int]:
    with token.land() as pin:
        instance = Instance(pin, Module(pin.value.engine, NEGATE), [])
        negate = instance.exports(pin).func("negate")
        await asyncio.sleep(0)
        return [int(negate(pin, value)) for value in values]


class BackgroundLoop:
    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def negate(self, pin: Owned[Store], values: list[int]) -> list[int]:
        work = negate_all(pin.transfer(), values)
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=10)

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


if __name__ == "__main__":
    background = BackgroundLoop()
    assert background.negate(Pinned(Store(Engine())), [1, 2]) == [-1, -2]
    background.stop()
