"""An asyncio consumer closes its store when it was idle; the next message finds it closed."""

from __future__ import annotations

import asyncio

import safestore as wasmtime

WAT = """(module (func (export "weigh") (param i32) (result i32)
  (i32.shl (local.get 0) (i32.const 2))))"""


async def consume(messages: asyncio.Queue[str | None], idle_after: float) -> int:
    engine = wasmtime.Engine()
    store = wasmtime.Store(engine)
    weigh = wasmtime.Instance(store, wasmtime.Module(engine, WAT), []).exports(store).func("weigh")
    weight = 0
    try:
        while True:
            try:
                message = await asyncio.wait_for(messages.get(), idle_after)
            except asyncio.TimeoutError:
                print("idle, closing")
                store.close()
                continue
            if message is None:
                return weight
            weight += int(weigh(store, len(message)))  # E: safestore-closed
    finally:
        store.close()


async def main() -> None:
    messages: asyncio.Queue[str | None] = asyncio.Queue()
    for text in ("one", "three", None):
        await messages.put(text)
    print(await consume(messages, idle_after=1.0))


if __name__ == "__main__":
    asyncio.run(main())
