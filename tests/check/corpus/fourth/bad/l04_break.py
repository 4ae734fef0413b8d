"""The break comes between the transfer and the landing."""

from __future__ import annotations

import threading

from safestore import Pinned, Store


def cycle(p: Pinned[Store], stop: threading.Event) -> None:
    while True:
        tok = p.transfer()  # E: safestore-leak
        if stop.is_set():
            break
        p = tok.land()
        p.value.gc()
