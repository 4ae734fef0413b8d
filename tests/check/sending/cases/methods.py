"""Bound methods take along what they read."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from safestore import Engine, Func, Instance, Linker, Module, Pinned, Store, TransferToken


class Host:
    limit = 3

    def __init__(self, engine: Engine, pin: Pinned[Store]) -> None:
        self.engine = engine
        self.pin = pin
        self.mine: Pinned[Store] | None = None
        self.cache: dict[str, Func] = {}
        self.stopped = threading.Event()
        self.thread = threading.Thread(target=self._tick)
        self.other = threading.Thread(target=self._serve)  # E: safestore-send

    def start(self) -> None:
        threading.Thread(target=self._work).start()  # E: safestore-send
        threading.Thread(target=self._indirect).start()  # E: safestore-send
        threading.Thread(target=self._by_property).start()  # E: safestore-send
        threading.Thread(target=self._cached).start()  # E: safestore-send
        threading.Thread(target=self._own).start()
        threading.Thread(target=self._tick).start()
        threading.Thread(target=lambda: self._tick()).start()
        threading.Thread(target=lambda: self._work()).start()  # E: safestore-send
        threading.Thread(target=self._static).start()
        threading.Thread(target=self._handed).start()  # E: safestore-send
        threading.Thread(target=self._handed_harmless).start()
        threading.Thread(target=self.pin.close).start()  # E: safestore-send
        threading.Thread(target=self.stopped.set).start()

        def nested() -> None:
            while not self.stopped.wait(1):
                self.engine.increment_epoch()

        threading.Thread(target=nested).start()

        def guilty() -> None:
            self.pin.value.gc()

        threading.Thread(target=guilty).start()  # E: safestore-send

    def _tick(self) -> None:
        while not self.stopped.wait(self.limit):
            self.engine.increment_epoch()

    def _serve(self) -> None:
        with self.pin as pin:
            pin.value.gc()

    def _work(self) -> None:
        self.pin.value.gc()

    def _indirect(self) -> None:
        self._work()

    @property
    def store(self) -> Store:
        return self.pin.value

    def _by_property(self) -> None:
        self.store.gc()

    def _cached(self) -> None:
        self.cache["run"]

    def _own(self) -> None:
        self.mine = Pinned(Store(self.engine))
        self._own_more()

    def _own_more(self) -> None:
        assert self.mine is not None
        self.mine.value.gc()

    @staticmethod
    def _static() -> None: ...

    def _handed(self) -> None:
        serve(self)

    def _handed_harmless(self) -> None:
        tick(self)


def serve(host: Host) -> None:
    host.pin.value.gc()


def tick(host: Host) -> None:
    host.engine.increment_epoch()


class Base:
    def __init__(self, linker: Linker) -> None:
        self.linker = linker

    def run(self) -> None:
        self.linker.allow_shadowing = True

    def idle(self) -> None: ...


class Derived(Base):
    def run(self) -> None:
        super().run()

    def start(self) -> None:
        threading.Thread(target=self.run).start()  # E: safestore-send
        threading.Thread(target=super().run).start()  # E: safestore-send
        threading.Thread(target=self.idle).start()


class Server:
    def __init__(self, host: Host) -> None:
        self.host = host

    def start(self, pool: ThreadPoolExecutor) -> None:
        pool.submit(self.tick)
        pool.submit(self.work)  # E: safestore-send
        pool.submit(self.host._tick)
        pool.submit(self.host._work)  # E: safestore-send

    def tick(self) -> None:
        self.host._tick()

    def work(self) -> None:
        self.host._work()


def outside(host: Host, server: Server, pool: ThreadPoolExecutor) -> None:
    pool.submit(host._tick)
    pool.submit(host._work)  # E: safestore-send
    pool.submit(lambda: host._tick())
    pool.submit(lambda: host._work())  # E: safestore-send
    pool.submit(tick, host)  # E: safestore-send
    pool.submit(server.tick)


class Callable_:
    def __init__(self, instance: Instance) -> None:
        self.instance = instance

    def __call__(self) -> None:
        print(self.instance)


class Plain:
    def __call__(self) -> None: ...


PIN = Pinned(Store())


class Reader:
    def __call__(self) -> None:
        PIN.value.gc()


def objects(instance: Instance) -> None:
    threading.Thread(target=Callable_(instance)).start()  # E: safestore-send
    threading.Thread(target=Plain()).start()
    threading.Thread(target=Reader()).start()  # E: safestore-send


class Pool:
    def __init__(self, module: Module) -> None:
        self.module = module
        self.job: Any = None
        self.token: TransferToken[Store] | None = None

    def go(self, pin: Pinned[Store]) -> None:
        self.job = lambda: pin.value.gc()
        threading.Thread(target=self.job).start()  # E: safestore-send
        self.token = pin.transfer()
        threading.Thread(target=self._land).start()

    def _land(self) -> None:
        assert self.token is not None
        self.pin = self.token.land()
        self.pin.value.gc()
