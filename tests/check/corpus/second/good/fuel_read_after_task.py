"""An async runner starts the guest as a task, and reads its store's fuel before and after it."""

from __future__ import annotations

import asyncio
import logging

from safestore import Instance, Module, Pinned, Store

log = logging.getLogger(__name__)


async def run(pin: Pinned[Store], other: Pinned[Store], module: Module, every: float) -> int:
    main = Instance(pin, module, []).exports(pin).func("main")
    pin.value.set_fuel(1_000_000)
    before = pin.value.get_fuel()
    task = asyncio.create_task(main.call_async(pin))
    while not task.done():
        await asyncio.sleep(every)
        log.info("%r is running, %d of fuel elsewhere", pin, other.value.get_fuel())
    value = int(await task)
    log.info("%d of fuel used", before - pin.value.get_fuel())
    return value
