"""anyio's worker thread is given an instance."""

from __future__ import annotations

import anyio

from safestore import Instance


def show(i: Instance) -> None:
    print(i)


async def handler(i: Instance) -> None:
    await anyio.to_thread.run_sync(show, i)  # E: safestore-send
