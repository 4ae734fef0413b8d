"""A builder thread instantiates, and posts a token to the loop's inbox, where it is landed."""

from __future__ import annotations

import asyncio
import threading

from safestore import Engine, Instance, Module, Pinned, Store, TransferToken


def build(
    loop: asyncio.AbstractEventLoop, inbox: asyncio.Queue[TransferToken[Store]], text: str
) -> None:
    engine = Engine()
    pin = Pinned(Store(engine))
    Instance(pin, Module(engine, text), [])
    loop.call_soon_threadsafe(inbox.put_nowait, pin.transfer())


async def main() -> None:
    inbox: asyncio.Queue[TransferToken[Store]] = asyncio.Queue()
    loop = asyncio.get_running_loop()
    thread = threading.Thread(target=build, args=(loop, inbox, "(module)"))
    thread.start()
    pin = (await inbox.get()).land()
    thread.join()
    pin.value.gc()
    loop.call_soon(pin.close)
    await asyncio.sleep(0)


if __name__ == "__main__":
    asyncio.run(main())
