"""A sandbox with a watchdog thread; the watchdog closes a pin that belongs to the request's."""

from __future__ import annotations

import threading
import time

from safestore import Engine, Pinned, Store


class Sandbox:
    def __init__(self, engine: Engine, budget: float) -> None:
        self.engine = engine
        self.pin = Pinned(Store(engine))
        self.deadline = time.monotonic() + budget
        self.done = threading.Event()
        self.watchdog = threading.Thread(
            target=self._watch,  # E: safestore-send
            name="watchdog",
            daemon=True,
        )

    def _expired(self) -> bool:
        return time.monotonic() > self.deadline

    def _kill(self) -> None:
        self.engine.increment_epoch()
        self.pin.close()

    def _watch(self) -> None:
        while not self.done.wait(0.05):
            if self._expired():
                self._kill()
                return

    def start(self) -> None:
        self.watchdog.start()
