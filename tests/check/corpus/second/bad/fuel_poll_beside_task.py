"""An async runner starts the guest as a task, and polls the store's fuel while it is running."""

from __future__ import annotations

import asyncio
import logging

from safestore import Instance, Module, Pinned, Store

log = logging.getLogger(__name__)


async def run(pin: Pinned[Store], module: Module, every: float) -> int:
    main = Instance(pin, module, []).exports(pin).func("main")
    pin.value.set_fuel(1_000_000)
    task = asyncio.create_task(main.call_async(pin))
    while not task.done():
        await asyncio.sleep(every)
        left = pin.value.get_fuel()  # E: safestore-async
        log.info("%d of fuel left", left)
    return int(await task)
