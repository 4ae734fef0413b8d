"""An endless loop that is left where the pin is moved."""

from __future__ import annotations

import queue

from safestore import Pinned, Store


def serve(p: Pinned[Store], q: queue.Queue[int]) -> None:
    while True:
        if q.get() == 0:
            p.transfer().discard()
            return
        p.value.gc()
