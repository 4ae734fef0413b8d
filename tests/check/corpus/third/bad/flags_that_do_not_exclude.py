"""Two flags decide whether a store is handed over and whether it is flushed; they may both hold."""

from __future__ import annotations

import queue

from safestore import Pinned, Store, TransferToken


def retire(
    pin: Pinned[Store],
    others: queue.Queue[TransferToken[Store]],
    *,
    overloaded: bool,
    draining: bool,
) -> str:
    verdict = "kept"
    if overloaded:
        others.put(pin.transfer())
        verdict = "moved"
    elif not draining:
        verdict = "idle"
    if draining:
        pin.close()  # E: safestore-maybe-moved
        verdict += ", closed"
    return verdict
