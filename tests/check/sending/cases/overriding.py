"""Methods that run on a thread and are another class's: those of classes derived from theirs."""

from __future__ import annotations

import queue
import threading
from abc import ABC, abstractmethod
from concurrent.futures import ThreadPoolExecutor

from safestore import Engine, Pinned, Store, TransferToken


class Actor(threading.Thread):
    def __init__(self) -> None:
        super().__init__()
        self.inbox: queue.Queue[int | None] = queue.Queue()

    def run(self) -> None:
        while (message := self.inbox.get()) is not None:
            self.receive(message)

    def receive(self, message: int) -> None:
        raise NotImplementedError


class Keeps(Actor):
    def __init__(self, pin: Pinned[Store], engine: Engine) -> None:
        super().__init__()
        self.pin = pin  # E: safestore-send
        self.engine = engine

    def receive(self, message: int) -> None:
        self.pin.value.set_fuel(message)
        self.engine.increment_epoch()


class Lands(Actor):
    def __init__(self, token: TransferToken[Store]) -> None:
        super().__init__()
        self.token = token
        self.pin: Pinned[Store] | None = None

    def receive(self, message: int) -> None:
        if self.pin is None:
            self.pin = self.token.land()
        self.pin.value.set_fuel(message)


class Unread(Actor):
    def __init__(self, pin: Pinned[Store]) -> None:
        super().__init__()
        self.pin = pin

    def receive(self, message: int) -> None:
        print(message)


# A thread that an object starts of a method of its own.
class Loop(ABC):
    def start(self) -> None:
        threading.Thread(target=self._loop).start()  # E: safestore-send

    def _loop(self) -> None:
        self.step()

    @abstractmethod
    def step(self) -> None: ...


class Step(Loop):
    def __init__(self, pin: Pinned[Store]) -> None:
        self.pin = pin

    def step(self) -> None:
        self.pin.value.gc()


class Fine(ABC):
    def start(self) -> None:
        threading.Thread(target=self._loop).start()
        threading.Thread(target=lambda: self._loop()).start()

    def _loop(self) -> None:
        self.step()

    @abstractmethod
    def step(self) -> None: ...

    def close(self) -> None:
        print("closed")


class Counts(Fine):
    def __init__(self, pin: Pinned[Store], engine: Engine) -> None:
        self.pin = pin
        self.engine = engine

    def step(self) -> None:
        self.engine.increment_epoch()

    def close(self) -> None:
        self.pin.close()


class Makes(Fine):
    pin: Pinned[Store] | None = None

    def step(self) -> None:
        if self.pin is None:
            self.pin = Pinned(Store(Engine()))
        self.pin.value.gc()


class Inline(Fine):
    """Starts no thread."""

    def __init__(self, pin: Pinned[Store]) -> None:
        self.pin = pin

    def start(self) -> None:
        self._loop()

    def step(self) -> None:
        self.pin.value.gc()


# By a lambda, and by the class between.
class Base:
    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self.pool = pool

    def soon(self) -> None:
        self.pool.submit(lambda: self.work(1))  # E: safestore-send
        self.pool.submit(self.rest)

    def work(self, number: int) -> None: ...

    def rest(self) -> None: ...


class Between(Base):
    def __init__(self, pool: ThreadPoolExecutor, store: Store) -> None:
        super().__init__(pool)
        self.store = store

    def work(self, number: int) -> None:
        self.store.set_fuel(number)


class Last(Between): ...


# Of another's object nothing but its declared class is looked at.
class Job:
    def run(self) -> None: ...


class StoreJob(Job):
    def __init__(self, store: Store) -> None:
        self.store = store

    def run(self) -> None:
        self.store.gc()


def jobs(pool: ThreadPoolExecutor, job: Job, store_job: StoreJob) -> None:
    pool.submit(job.run)
    pool.submit(store_job.run)  # E: safestore-send
