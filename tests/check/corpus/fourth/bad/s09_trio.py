"""What runs on trio's worker thread uses the pin."""

from __future__ import annotations

import trio

from safestore import Pinned, Store


async def main(p: Pinned[Store]) -> None:
    await trio.to_thread.run_sync(lambda: p.value.gc())  # E: safestore-send
