"""A ticker thread asks for the engine by a property; the property goes through the pinned store."""

from __future__ import annotations

import threading
import time

from safestore import Config, Engine, Pinned, Store


class Ticker:
    def __init__(self, pin: Pinned[Store], interval: float) -> None:
        self._pin = pin
        self._interval = interval
        self._stopped = False

    @property
    def engine(self) -> Engine:
        return self._pin.value.engine

    def _tick(self) -> None:
        while not self._stopped:
            time.sleep(self._interval)
            self.engine.increment_epoch()

    def start(self) -> None:
        threading.Thread(target=self._tick, daemon=True).start()  # E: safestore-send

    def stop(self) -> None:
        self._stopped = True


def interruptible() -> Engine:
    config = Config()
    config.epoch_interruption = True
    return Engine(config)
