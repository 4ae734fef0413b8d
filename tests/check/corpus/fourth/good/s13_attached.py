"""What a Thread's maker attaches is used by its maker's methods only."""

from __future__ import annotations

import threading

from safestore import Engine, Pinned, Store


class Worker(threading.Thread):
    engine: Engine
    pin: Pinned[Store]

    def attach(self, pin: Pinned[Store]) -> None:
        self.pin = pin

    def run(self) -> None:
        self.engine.increment_epoch()

    def step(self) -> None:
        self.pin.value.gc()
