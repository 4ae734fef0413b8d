"""The collector may run a finalizer on any thread, and this one closes a pin."""

from __future__ import annotations

import weakref

from safestore import Engine, Pinned, Store


class Session:
    def __init__(self, e: Engine) -> None:
        self.pin = Pinned(Store(e))
        weakref.finalize(self, self.pin.close)  # E: safestore-send
