"""The store is used here again once the thread is joined."""

from __future__ import annotations

import threading

from safestore import Store


def sweep(store: Store) -> None:
    store.gc()


def main(store: Store) -> None:
    t = threading.Thread(target=sweep, args=(store,))
    t.start()
    print("sweeping")
    t.join()
    store.set_fuel(1)
