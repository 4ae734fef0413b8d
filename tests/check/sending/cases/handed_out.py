"""Pins that are made on a thread and handed out by a variable of those who started it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial

from safestore import Engine, Instance, Module, Pinned, Store, TransferToken


class Box:
    pin: Pinned[Store] | None = None
    token: TransferToken[Store] | None = None


def by_nonlocal() -> None:
    made: Pinned[Store] | None = None
    token: TransferToken[Store] | None = None

    def run() -> None:
        nonlocal made, token
        made = Pinned(Store())  # E: safestore-send
        token = Pinned(Store()).transfer()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert made is not None
    assert token is not None
    token.land().close()


def by_a_list(engine: Engine) -> list[Pinned[Store]]:
    made: list[Pinned[Store]] = []
    tokens: list[TransferToken[Store]] = []
    stores: list[Store] = []
    unread: list[Pinned[Store]] = []
    counted: list[Pinned[Store]] = []

    def run(number: int) -> None:
        pin = Pinned(Store(engine))
        made.append(pin)  # E: safestore-send
        tokens.append(Pinned(Store(engine)).transfer())
        stores.append(Store(engine))
        unread.append(pin)
        counted.append(pin)
        own = [pin]
        own.append(pin)

    with ThreadPoolExecutor(1) as pool:
        list(pool.map(run, range(3)))
    tokens.pop().land().close()
    stores.pop().gc()
    print(len(counted))
    return made


def by_a_dict(engine: Engine, module: Module) -> None:
    made: dict[str, Pinned[tuple[Store, Instance]]] = {}
    local = threading.local()

    def run(name: str) -> None:
        store = Store(engine)
        made[name] = Pinned((store, Instance(store, module, [])))  # E: safestore-send
        local.pin = Pinned(Store(engine))

    pool = ThreadPoolExecutor(1)
    pool.submit(run, "first").result()
    made["first"].close()
    print(local.pin)


def by_an_attribute(box: Box, engine: Engine) -> None:
    def run() -> None:
        box.pin = Pinned(Store(engine))  # E: safestore-send
        box.token = Pinned(Store(engine)).transfer()

    threading.Thread(target=partial(run)).start()
    print(box.pin, box)


def filled_by_others(pin: Pinned[Store], engine: Engine) -> None:
    made: list[Pinned[Store]] = []
    made.append(pin)

    def run() -> None:
        made.append(Pinned(Store(engine)))
        made[0].value.gc()

    threading.Thread(target=run).start()  # E: safestore-send


def on_this_thread(engine: Engine) -> Pinned[Store]:
    made: list[Pinned[Store]] = []

    def run() -> None:
        made.append(Pinned(Store(engine)))

    run()
    return made[0]


async def awaited(engine: Engine) -> None:
    made: list[Pinned[Store]] = []
    await asyncio.to_thread(lambda: made.append(Pinned(Store(engine))))  # E: safestore-send
    made[0].close()


def background(work: Callable[[], None]) -> None:
    threading.Thread(target=work).start()


def helped(engine: Engine) -> None:
    made: list[Pinned[Store]] = []

    def run() -> None:
        made.append(Pinned(Store(engine)))  # E: safestore-send

    background(run)
    made[0].close()


class Owner:
    def __init__(self) -> None:
        self.pin: Pinned[Store] | None = None
        self.thread = threading.Thread(target=self._run)
        self.thread.start()
        self.name = "owner"

    def _run(self) -> None:
        self.pin = Pinned(Store())
        self.pin.value.gc()


class Later:
    def __init__(self) -> None:
        self.pin: Pinned[Store] | None = None
        self.name = "later"

    def later(self) -> None:
        def run() -> None:
            self.pin = Pinned(Store())

        threading.Thread(target=run).start()
        print(self.name)


def by_a_future(future: Future[Pinned[Store]], box: Future[TransferToken[Store]]) -> None:
    def run() -> None:
        future.set_result(Pinned(Store()))  # E: safestore-send
        box.set_result(Pinned(Store()).transfer())

    threading.Thread(target=run).start()
    box.result().land()


class Failed(Exception):
    def __init__(self, pin: Pinned[Store]) -> None:
        self.pin = pin


def by_an_error(future: Future[int], failed: Failed) -> None:
    future.set_exception(failed)  # E: safestore-send
    future.set_exception(ValueError())


READY: list[Pinned[Store]] = []
KEPT: list[Pinned[Store]] = []


def fill() -> None:
    READY.append(Pinned(Store()))  # E: safestore-send
    KEPT.append(Pinned(Store()))


def main() -> None:
    thread = threading.Thread(target=fill)
    thread.start()
    thread.join()
    READY[0].value.gc()
