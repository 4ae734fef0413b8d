"""A Thread is given its pin by a method that its maker calls."""

from __future__ import annotations

import threading

from safestore import Engine, Pinned, Store


class Worker(threading.Thread):
    engine: Engine
    pin: Pinned[Store]

    def attach(self, pin: Pinned[Store]) -> None:
        self.pin = pin  # E: safestore-send

    def run(self) -> None:
        self.step()

    def step(self) -> None:
        self.pin.value.gc()
