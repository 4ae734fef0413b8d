"""A signal's handler closes a pin."""

from __future__ import annotations

import signal

from safestore import Pinned, Store


def serve(p: Pinned[Store]) -> None:
    signal.signal(signal.SIGTERM, lambda signum, frame: p.close())  # E: safestore-send
    p.value.gc()
