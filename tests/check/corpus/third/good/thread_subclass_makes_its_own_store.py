"""Workers under an abstract base: each makes its pin and Func on its own thread, in run()."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod

from safestore import Engine, Func, Instance, Module, Pinned, Store

SCORE = '(module (func (export "score") (param i32) (result i32) (local.get 0)))'


class Worker(threading.Thread, ABC):
    def __init__(self, rounds: int) -> None:
        super().__init__()
        self.rounds = rounds
        self.results: list[int] = []

    @abstractmethod
    def set_up(self) -> None: ...

    @abstractmethod
    def step(self, index: int) -> int: ...

    def run(self) -> None:
        self.set_up()
        for index in range(self.rounds):
            self.results.append(self.step(index))


class GuestWorker(Worker):
    pin: Pinned[Store]
    score: Func

    def __init__(self, engine: Engine, module: Module, rounds: int) -> None:
        super().__init__(rounds)
        self.engine = engine
        self.module = module

    def set_up(self) -> None:
        self.pin = Pinned(Store(self.engine))
        self.score = Instance(self.pin, self.module, []).exports(self.pin).func("score")

    def step(self, index: int) -> int:
        return int(self.score(self.pin, index))

    def run(self) -> None:
        super().run()
        self.pin.close()


if __name__ == "__main__":
    engine = Engine()
    worker = GuestWorker(engine, Module(engine, SCORE), 3)
    worker.start()
    worker.join()
    print(worker.results)
