"""An endless loop: whoever says 0 twice moves the pin twice."""

from __future__ import annotations

import queue

from safestore import Pinned, Store


def serve(p: Pinned[Store], q: queue.Queue[int]) -> None:
    while True:
        if q.get() == 0:
            p.transfer().discard()  # E: safestore-maybe-moved
