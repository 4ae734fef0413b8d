"""The thread's method calls one that uses the pin."""

from __future__ import annotations

import threading

from safestore import Engine, Pinned, Store


class Host:
    def __init__(self, e: Engine) -> None:
        self.engine = e
        self.pin = Pinned(Store(e))

    def start(self) -> None:
        threading.Thread(target=self._loop, daemon=True).start()  # E: safestore-send

    def _loop(self) -> None:
        self.engine.increment_epoch()
        self._step()

    def _step(self) -> None:
        self.pin.value.gc()
