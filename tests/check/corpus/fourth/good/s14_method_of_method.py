"""Only the method that the thread does not call uses the pin."""

from __future__ import annotations

import threading

from safestore import Engine, Pinned, Store


class Host:
    def __init__(self, e: Engine) -> None:
        self.engine = e
        self.pin = Pinned(Store(e))

    def start(self) -> None:
        threading.Thread(target=self._loop, daemon=True).start()

    def _loop(self) -> None:
        self.engine.increment_epoch()

    def _step(self) -> None:
        self.pin.value.gc()
