"""Started and joined at once, but a pin is its thread's."""

from __future__ import annotations

import threading

from safestore import Pinned, Store


def sweep(p: Pinned[Store]) -> None:
    p.value.gc()


def main(p: Pinned[Store]) -> None:
    t = threading.Thread(target=sweep, args=(p,))  # E: safestore-send
    t.start()
    t.join()
