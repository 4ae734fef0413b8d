"""A builder thread compiles and instantiates, and posts its own pin to the event loop's inbox."""

from __future__ import annotations

import asyncio
import threading

from safestore import Config, Engine, Instance, Module, Pinned, Store


def build(loop: asyncio.AbstractEventLoop, inbox: asyncio.Queue[object], wasm: bytes) -> None:
    config = Config()
    config.cranelift_opt_level = "speed"
    engine = Engine(config)
    module = Module(engine, wasm)
    pin = Pinned(Store(engine))
    Instance(pin, module, [])
    loop.call_soon_threadsafe(inbox.put_nowait, f"compiled {len(wasm)} bytes")
    loop.call_soon_threadsafe(inbox.put_nowait, pin)  # E: safestore-send


async def ready(wasm: bytes) -> object:
    inbox: asyncio.Queue[object] = asyncio.Queue()
    loop = asyncio.get_running_loop()
    threading.Thread(target=build, args=(loop, inbox, wasm)).start()
    print(await inbox.get())
    return await inbox.get()


if __name__ == "__main__":
    print(asyncio.run(ready(b"\0asm\1\0\0\0")))
