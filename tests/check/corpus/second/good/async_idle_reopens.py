"""An asyncio consumer closes its store when it was idle, and opens another for the next message."""

from __future__ import annotations

import asyncio

import safestore as wasmtime

WAT = """(module (func (export "weigh") (param i32) (result i32)
  (i32.shl (local.get 0) (i32.const 2))))"""


async def consume(messages: asyncio.Queue[str | None]) -> int:
    engine = wasmtime.Engine()
    module = wasmtime.Module(engine, WAT)
    store = wasmtime.Store(engine)
    weight = 0
    while True:
        message = await messages.get()
        if message is None:
            store.close()
            break
        if message == "idle":
            store.close()
            store = wasmtime.Store(engine)
            continue
        weigh = wasmtime.Instance(store, module, []).exports(store).func("weigh")
        weight += int(weigh(store, len(message)))
    return weight


async def main() -> None:
    messages: asyncio.Queue[str | None] = asyncio.Queue()
    for text in ("one", "idle", "three", None):
        messages.put_nowait(text)
    assert await consume(messages) == 32


if __name__ == "__main__":
    asyncio.run(main())
