"""A pool of workers, each with a store of its own; stores travel by token."""

from __future__ import annotations

import contextlib
import logging
import queue
import threading
import time
from collections import OrderedDict, defaultdict, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, TypedDict

from safestore import (
    Engine,
    Func,
    Instance,
    Memory,
    Module,
    Pinned,
    Store,
    TransferToken,
    Trap,
)

log = logging.getLogger(__name__)
Token = TransferToken[Store]


class Job(NamedTuple):
    name: str
    token: Token
    payload: bytes


class Row(TypedDict):
    pin: Pinned[Store]
    runs: int


@dataclass
class Plugin:
    pin: Pinned[Store]
    run: Func
    memory: Memory | None = None
    tags: list[str] = field(default_factory=list)

    def call(self, n: int) -> int:
        return int(self.run(self.pin, n))

    def read(self, size: int) -> bytes:
        if self.memory is None:
            return b""
        with self.memory.view(self.pin) as view:
            return bytes(view[:size])

    def close(self) -> None:
        self.pin.close()


class Pool:
    def __init__(self, engine: Engine, module: Module, size: int) -> None:
        self._engine = engine
        self._module = module
        self._idle: queue.Queue[Token] = queue.Queue()
        self._closed = False
        for _ in range(size):
            self._idle.put(self._make().transfer())

    def _make(self) -> Pinned[Store]:
        store = Store(self._engine)
        store.set_fuel(1000)
        return Pinned(store)

    @contextlib.contextmanager
    def borrow(self) -> Iterator[Pinned[Store]]:
        pin = self._idle.get().land()
        try:
            yield pin
        finally:
            self._idle.put(pin.transfer())

    def run(self, work: Callable[[Pinned[Store]], int]) -> int:
        with self.borrow() as pin:
            return work(pin)

    def close(self) -> None:
        self._closed = True
        while True:
            try:
                token = self._idle.get_nowait()
            except queue.Empty:
                return
            token.discard()


def worker(jobs: queue.Queue[Job | None], done: queue.Queue[tuple[str, Token]]) -> None:
    while (job := jobs.get()) is not None:
        pin = job.token.land()
        try:
            pin.value.set_fuel(len(job.payload))
        except Trap as error:
            log.warning("trap in %s: %s", job.name, error)
        done.put((job.name, pin.transfer()))


def main() -> None:
    engine = Engine()
    jobs: queue.Queue[Job | None] = queue.Queue()
    done: queue.Queue[tuple[str, Token]] = queue.Queue()
    threads = [threading.Thread(target=worker, args=(jobs, done)) for _ in range(4)]
    for thread in threads:
        thread.start()
    pins: dict[str, Pinned[Store]] = {f"p{i}": Pinned(Store(engine)) for i in range(10)}
    for name, pin in pins.items():
        jobs.put(Job(name, pin.transfer(), b"abc"))
    pins.clear()
    for _ in threads:
        jobs.put(None)
    for thread in threads:
        thread.join()
    while not done.empty():
        name, token = done.get()
        pins[name] = token.land()
    for name, pin in sorted(pins.items(), key=lambda item: item[0]):
        print(name, pin.value.get_fuel())
        pin.close()


def retry(pin: Pinned[Store], work: Callable[[Pinned[Store]], int], times: int = 3) -> int:
    last: Exception | None = None
    for _attempt in range(times):
        try:
            return work(pin)
        except Trap as error:
            last = error
            pin.close()
            pin = Pinned(Store())
            time.sleep(0)
    assert last is not None
    raise last


class Cache:
    def __init__(self, most: int) -> None:
        self._most = most
        self._items: OrderedDict[str, Plugin] = OrderedDict()

    def get(self, name: str) -> Plugin:
        plugin = self._items.get(name)
        if plugin is None:
            store = Store()
            instance = Instance(store, Module(store.engine, "(module)"), [])
            run = instance.exports(store).func("run")
            plugin = Plugin(Pinned(store), run)
            self._items[name] = plugin
            while len(self._items) > self._most:
                _, oldest = self._items.popitem(last=False)
                oldest.close()
        else:
            self._items.move_to_end(name)
        return plugin

    def evict(self, name: str) -> None:
        plugin = self._items.pop(name, None)
        if plugin is not None:
            plugin.close()

    def close(self) -> None:
        for plugin in self._items.values():
            plugin.close()
        self._items.clear()

    def move_all(self) -> list[Token]:
        tokens = [plugin.pin.transfer() for plugin in self._items.values()]
        self._items.clear()
        return tokens


class Slot:
    def __init__(self) -> None:
        self._pin: Pinned[Store] | None = None
        self._token: Token | None = None

    def park(self) -> None:
        if self._pin is not None:
            self._token = self._pin.transfer()
            self._pin = None

    def resume(self) -> Pinned[Store]:
        if self._pin is None:
            if self._token is None:
                self._pin = Pinned(Store())
            else:
                self._pin, self._token = self._token.land(), None
        return self._pin

    def take(self) -> Token:
        token, self._token = self._token, None
        if token is None:
            raise LookupError("nothing is parked")
        return token

    def close(self) -> None:
        if self._token is not None:
            self._token.discard()
            self._token = None
        elif self._pin is not None:
            self._pin.close()
            self._pin = None


def rows(engine: Engine) -> list[Row]:
    found: list[Row] = []
    for index in range(3):
        found.append({"pin": Pinned(Store(engine)), "runs": index})
    for row in found:
        row["pin"].value.gc()
        row["runs"] += 1
    for row in found:
        row["pin"] = row["pin"].transfer().land()
    for row in found:
        row["pin"].close()
    return []


def round_robin(pins: deque[Pinned[Store]], rounds: int) -> None:
    for _ in range(rounds):
        pin = pins.popleft()
        pin.value.gc()
        pins.append(pin)
    while pins:
        pins.popleft().close()


def by_name(stores: list[Store]) -> dict[str, list[Store]]:
    found: defaultdict[str, list[Store]] = defaultdict(list)
    for store in stores:
        found[str(id(store))].append(store)
    for group in found.values():
        for store in group:
            store.gc()
    return dict(found)


if __name__ == "__main__":
    main()
