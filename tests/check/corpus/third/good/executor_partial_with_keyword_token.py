"""A game server bakes its lightmaps in an executor, and the partial takes a token along."""

from __future__ import annotations

import asyncio
from functools import partial

from safestore import Engine, Pinned, Store, TransferToken


def bake(level: int, *, token: TransferToken[Store]) -> TransferToken[Store]:
    pin = token.land()
    pin.value.set_limits(memories=level + 1)
    return pin.transfer()


async def bake_all(pin: Pinned[Store], levels: range) -> Pinned[Store]:
    loop = asyncio.get_running_loop()
    for level in levels:
        job = partial(bake, level, token=pin.transfer())
        back = await loop.run_in_executor(None, job)
        pin = back.land()
        pin.value.gc()
    return pin


if __name__ == "__main__":
    print(asyncio.run(bake_all(Pinned(Store(Engine())), range(3))))
