"""A sandbox holds a pin, and its watchdog's methods read the engine and the clock alone."""

from __future__ import annotations

import threading
import time

from safestore import Config, Engine, Pinned, Store


class Sandbox:
    def __init__(self, engine: Engine, budget: float) -> None:
        self.engine = engine
        self.pin = Pinned(Store(engine))
        self.pin.value.set_epoch_deadline(1)
        self.deadline = time.monotonic() + budget
        self.done = threading.Event()
        self.watchdog = threading.Thread(target=self._watch, name="watchdog", daemon=True)

    def _expired(self) -> bool:
        return time.monotonic() > self.deadline

    def _watch(self) -> None:
        while not self.done.wait(0.01):
            if self._expired():
                self.engine.increment_epoch()
                return

    def start(self) -> None:
        self.watchdog.start()

    def close(self) -> None:
        self.done.set()
        self.watchdog.join()
        self.pin.close()


if __name__ == "__main__":
    config = Config()
    config.epoch_interruption = True
    sandbox = Sandbox(Engine(config), 0.02)
    sandbox.start()
    sandbox.close()
