"""What runs at the exit uses a store that was not pinned."""

from __future__ import annotations

import atexit

from safestore import Engine, Store


def main(e: Engine) -> Store:
    store = Store(e)
    atexit.register(store.close)
    return store
