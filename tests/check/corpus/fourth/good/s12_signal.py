"""A signal's handler sets a flag, and who has the pin closes it."""

from __future__ import annotations

import signal
import threading

from safestore import Pinned, Store


def serve(p: Pinned[Store]) -> None:
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda signum, frame: stop.set())
    while not stop.is_set():
        p.value.gc()
    p.close()
