"""A ticker asks a property for the engine once, on the pin's thread; its thread reads a field."""

from __future__ import annotations

import threading

from safestore import Config, Engine, Pinned, Store


class Ticker:
    def __init__(self, pin: Pinned[Store], interval: float) -> None:
        self._pin = pin
        self._interval = interval
        self._engine = self.owner_engine
        self._stopping = threading.Event()
        self.ticks = 0

    @property
    def owner_engine(self) -> Engine:
        return self._pin.value.engine

    def _tick(self) -> None:
        while not self._stopping.wait(self._interval):
            self._engine.increment_epoch()
            self.ticks += 1

    def __enter__(self) -> Ticker:
        self._thread = threading.Thread(target=self._tick, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._stopping.set()
        self._thread.join()
        self._pin.value.gc()


if __name__ == "__main__":
    config = Config()
    config.epoch_interruption = True
    with Ticker(Pinned(Store(Engine(config))), 0.005) as ticker:
        print(ticker.owner_engine)
