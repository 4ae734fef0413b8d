"""The collector may run a finalizer on any thread, and this one closes a store of no thread."""

from __future__ import annotations

import weakref

from safestore import Engine, Store


class Session:
    def __init__(self, e: Engine) -> None:
        self.store = Store(e)
        weakref.finalize(self, self.store.close)
