"""Workers under an abstract base whose run() calls step(); a subclass keeps a Func of its maker."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod

from safestore import Func, Store


class Worker(threading.Thread, ABC):
    def __init__(self, name: str, rounds: int) -> None:
        super().__init__(name=name, daemon=True)
        self.rounds = rounds
        self.results: list[int] = []

    @abstractmethod
    def step(self, index: int) -> int: ...

    def run(self) -> None:
        for index in range(self.rounds):
            self.results.append(self.step(index))


class Doubler(Worker):
    def step(self, index: int) -> int:
        return 2 * index


class GuestWorker(Worker):
    def __init__(self, store: Store, score: Func, rounds: int) -> None:
        super().__init__("guest", rounds)
        self.store = store  # E: safestore-send
        self.score = score  # E: safestore-send
        self.label = "guest worker"

    def step(self, index: int) -> int:
        return int(self.score(self.store, index))
