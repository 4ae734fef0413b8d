"""anyio's worker thread is given what an instance is made from."""

from __future__ import annotations

import anyio

from safestore import Engine, Instance, Module, Pinned, Store


def show(e: Engine, m: Module) -> None:
    with Pinned(Store(e)) as p:
        print(Instance(p, m, []))


async def handler(e: Engine, m: Module) -> None:
    await anyio.to_thread.run_sync(show, e, m)
