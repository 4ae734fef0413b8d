"""The store is used here while the thread has it, before the join."""

from __future__ import annotations

import threading

from safestore import Store


def sweep(store: Store) -> None:
    store.gc()


def main(store: Store) -> None:
    t = threading.Thread(target=sweep, args=(store,))  # E: safestore-send
    t.start()
    store.set_fuel(1)
    t.join()
