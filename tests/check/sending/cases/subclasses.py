"""Classes derived from Thread, Process, Executor and Queue."""

from __future__ import annotations

import multiprocessing
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import Any

from safestore import Engine, Func, Pinned, Store, TransferToken


class Given(threading.Thread):
    def __init__(self, pin: Pinned[Store], engine: Engine) -> None:
        super().__init__(daemon=True)
        self.pin = pin  # E: safestore-send
        self.engine = engine
        self.unread = pin

    def run(self) -> None:
        self._work()

    def _work(self) -> None:
        self.pin.value.gc()
        self.engine.increment_epoch()


class Late(threading.Thread):
    func: Func | None = None

    def give(self, func: Func) -> None:
        self.func = func  # E: safestore-send

    def run(self) -> None:
        print(self.func)


class Lands(threading.Thread):
    def __init__(self, token: TransferToken[Store]) -> None:
        super().__init__()
        self.token = token
        self.pin: Pinned[Store] | None = None

    def run(self) -> None:
        self.pin = self.token.land()
        self._work(self.pin)
        self.pin.value.gc()

    def _work(self, pin: Pinned[Store]) -> None:
        pin.value.gc()


class Jobs(threading.Thread):
    def __init__(self, pin: Pinned[Store]) -> None:
        super().__init__()
        self.job: Callable[[], None] = lambda: pin.value.gc()  # E: safestore-send

    def run(self) -> None:
        self.job()


class Targeted(threading.Thread):
    def __init__(self, pin: Pinned[Store]) -> None:
        super().__init__(target=self._go)  # E: safestore-send
        self.pin = pin

    def _go(self) -> None:
        self.pin.value.gc()


class Passes(threading.Thread):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


def passes(pin: Pinned[Store], late: Late, func: Func) -> None:
    Passes(target=print, args=(pin,)).start()  # E: safestore-send
    late.func = func  # E: safestore-send
    Given(pin, Engine()).start()


class Child(multiprocessing.Process):
    def __init__(self, token: TransferToken[Store], engine: Engine) -> None:
        super().__init__()
        self.token = token  # E: safestore-send
        self.engine = engine

    def run(self) -> None:
        self.token.land()


class Mine(ThreadPoolExecutor): ...


class Inbox(queue.Queue[Any]): ...


class Immediate(Executor):
    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


def derived(pool: Mine, inbox: Inbox, pin: Pinned[Store], other: Immediate) -> None:
    pool.submit(print, pin)  # E: safestore-send
    inbox.put(pin)  # E: safestore-send
    inbox.put_nowait(pin.transfer())
    other.submit(print, pin)  # E: safestore-send
