"""Started and joined at once: a store that is not pinned may be handed over like that."""

from __future__ import annotations

import threading

from safestore import Store


def sweep(store: Store) -> None:
    store.gc()


def main(store: Store) -> None:
    t = threading.Thread(target=sweep, args=(store,))
    t.start()
    t.join()
