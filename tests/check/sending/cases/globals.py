"""Globals that a target uses, itself or by what it calls."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from safestore import Engine, Func, Pinned, Store

from . import elsewhere
from .elsewhere import touch

ENGINE = Engine()
STORE = Store(ENGINE)
LAZY: Pinned[Store] | None = None
SET: Pinned[Store] | None = None
LOCAL = threading.local()
FUNCS: dict[str, Func] = {}


def uses_engine() -> None:
    ENGINE.increment_epoch()


def uses_store() -> None:
    STORE.gc()


def uses_lazily() -> None:
    global LAZY
    if LAZY is None:
        LAZY = Pinned(Store(ENGINE))
    LAZY.value.gc()


def set_here(pin: Pinned[Store]) -> None:
    global SET
    SET = pin


def uses_set() -> None:
    if SET is not None:
        SET.value.gc()


def uses_local() -> None:
    if not hasattr(LOCAL, "pin"):
        LOCAL.pin = Pinned(Store(ENGINE))
    LOCAL.pin.value.gc()


def even(n: int) -> bool:
    return n == 0 or odd(n - 1)


def odd(n: int) -> bool:
    FUNCS.get("odd")
    return n != 0 and even(n - 1)


class Service:
    shared: Store = Store()

    def __init__(self) -> None:
        STORE.gc()

    def work(self) -> None:
        STORE.gc()

    def rest(self) -> None: ...


def constructs() -> None:
    Service()


def calls_method() -> None:
    service = make()
    service.work()


def make() -> Service:
    return Service.__new__(Service)


def reads_class() -> None:
    Service.shared.gc()


def main(pool: ThreadPoolExecutor) -> None:
    pool.submit(uses_engine)
    pool.submit(uses_store)  # E: safestore-send
    pool.submit(uses_lazily)
    pool.submit(uses_set)  # E: safestore-send
    pool.submit(uses_local)
    pool.submit(even, 3)  # E: safestore-send
    pool.submit(constructs)  # E: safestore-send
    pool.submit(calls_method)  # E: safestore-send
    pool.submit(reads_class)  # E: safestore-send
    pool.submit(touch)  # E: safestore-send
    pool.submit(elsewhere.touch)  # E: safestore-send
    pool.submit(elsewhere.rest)
    pool.submit(lambda: elsewhere.PIN.value.gc())  # E: safestore-send
    pool.map(lambda _: STORE.gc(), range(3))  # E: safestore-send
