"""Many shapes in small: containers, loops, generics, unions, objects that are called."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import logging
import queue
import threading
import weakref
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from safestore import Engine, Func, Instance, Module, Pinned, Store, TransferToken

log = logging.getLogger(__name__)
T = TypeVar("T")


# decorators
def logged(f: Callable[..., T]) -> Callable[..., T]:
    @functools.wraps(f)
    def inner(*a: Any, **k: Any) -> T:
        return f(*a, **k)

    return inner


STORE = Store()


@logged
def deco() -> None:
    STORE.gc()


def d1() -> None:
    threading.Thread(target=deco).start()  # E: safestore-send


# generic box
class Box(Generic[T]):
    def __init__(self, item: T) -> None:
        self.item = item

    def get(self) -> T:
        return self.item


def d2(b: Box[Pinned[Store]], c: Box[int], ex: ThreadPoolExecutor) -> None:
    ex.submit(print, b)  # E: safestore-send
    ex.submit(print, c)
    ex.submit(b.get)  # E: safestore-send
    ex.submit(c.get)


# list append
def d3(pin: Pinned[Store], ex: ThreadPoolExecutor) -> None:
    jobs: list[Callable[[], None]] = []
    jobs.append(lambda: pin.value.gc())
    for job in jobs:
        ex.submit(job)  # E: safestore-send


def d3b(pin: Pinned[Store], ex: ThreadPoolExecutor) -> None:
    for job in (lambda: pin.value.gc(), print):
        ex.submit(job)  # E: safestore-send


def d3c(pin: Pinned[Store]) -> None:
    kw: dict[str, Any] = {}
    kw["pin"] = pin
    threading.Thread(target=print, kwargs=kw).start()  # E: safestore-send


# a worker pool with a lazy thread local
class Pool:
    def __init__(self, engine: Engine, module: Module) -> None:
        self._local = threading.local()
        self.engine = engine
        self.module = module
        self.ex = ThreadPoolExecutor(initializer=self._init)

    def _init(self) -> None:
        self._local.store = Store(self.engine)
        self._local.inst = Instance(self._local.store, self.module, [])

    def call(self, n: int) -> Future[int]:
        return self.ex.submit(self._call, n)

    def _call(self, n: int) -> int:
        f = self._local.inst.exports(self._local.store).func("x")
        return int(f(self._local.store, n))


class Tls(threading.local):
    store: Store

    def __init__(self) -> None:
        self.store = Store()


tls = Tls()


def d4(ex: ThreadPoolExecutor) -> None:
    def job() -> None:
        tls.store.gc()

    ex.submit(job)


# context manager threads
@contextlib.contextmanager
def ticker(engine: Engine) -> Iterator[None]:
    stop = threading.Event()
    t = threading.Thread(
        target=lambda: [engine.increment_epoch() for _ in iter(lambda: stop.wait(1), True)]
    )
    t.start()
    try:
        yield
    finally:
        stop.set()
        t.join()


# actor
class Actor:
    def __init__(self, engine: Engine) -> None:
        self.inbox: queue.Queue[tuple[int, Future[int]] | None] = queue.Queue()
        self.engine = engine
        self.store: Store | None = None
        self.thread = threading.Thread(target=self._main, daemon=True)
        self.thread.start()

    def _main(self) -> None:
        self.store = Store(self.engine)
        self._setup()
        while (item := self.inbox.get()) is not None:
            n, fut = item
            try:
                fut.set_result(self._step(n))
            except BaseException as e:
                fut.set_exception(e)

    def _setup(self) -> None:
        assert self.store is not None
        self.store.set_fuel(3)

    def _step(self, n: int) -> int:
        assert self.store
        return self.store.get_fuel()

    def ask(self, n: int) -> int:
        fut: Future[int] = Future()
        self.inbox.put((n, fut))
        return fut.result()


# actor with commands (lambdas taking store)
class Actor2:
    def __init__(self, engine: Engine) -> None:
        self.inbox: queue.Queue[Callable[[Store], object]] = queue.Queue()
        threading.Thread(target=self._main, args=(engine,)).start()

    def _main(self, engine: Engine) -> None:
        store = Store(engine)
        while True:
            self.inbox.get()(store)

    def gc(self) -> None:
        self.inbox.put(lambda s: s.gc())

    def bad(self, pin: Pinned[Store]) -> None:
        self.inbox.put(lambda s: pin.close())  # E: safestore-send


# Protocol plugin
class Plugin(Protocol):
    def run(self) -> int: ...


def d5(ps: list[Plugin], ex: ThreadPoolExecutor) -> None:
    [ex.submit(p.run) for p in ps]


class AB(ABC):
    def __init__(self, pin: Pinned[Store]) -> None:
        self.pin = pin

    @abstractmethod
    def step(self) -> None: ...
    def go(self) -> None:
        threading.Thread(target=self.loop).start()

    def loop(self) -> None:
        self.step()


# for-loop of pins
def d6(pins: dict[str, Pinned[Store]], ex: ThreadPoolExecutor) -> None:
    print({ex.submit(run, p): n for n, p in pins.items()})  # E: safestore-send
    for p in pins.values():
        ex.submit(run, p.transfer)  # E: safestore-send
        ex.submit(run2, p.transfer())


def run(*a: Any) -> None: ...
def run2(t: TransferToken[Store]) -> None: ...


# classvar
class Reg:
    stores: ClassVar[dict[str, Store]] = {}

    def go(self, ex: ThreadPoolExecutor) -> None:
        ex.submit(self.work)  # E: safestore-send
        ex.submit(self.cls_work)  # E: safestore-send

    def work(self) -> None:
        self.stores["a"].gc()

    @classmethod
    def cls_work(cls) -> None:
        cls.stores["a"].gc()


# closures in nested class
def d7(pin: Pinned[Store]) -> None:
    class T1(threading.Thread):
        def run(self) -> None:
            pin.value.gc()

    T1().start()  # E: safestore-send


# walrus
def d8(pin: Pinned[Store]) -> None:
    (_ := threading.Thread(target=lambda: pin.close())).start()  # E: safestore-send


async def d9(fs: list[Func], store: Store, engine: Engine) -> None:
    steps = (asyncio.to_thread(f, store) for f in fs)  # E: safestore-send, safestore-send
    await asyncio.gather(*steps)
    await asyncio.gather(*[asyncio.to_thread(lambda: run(engine)) for _ in fs])


# rebinding by partialmethod / method with arg functions
def d10(store: Store, ex: ThreadPoolExecutor) -> None:
    g = store.set_fuel
    ex.submit(g, 3)  # E: safestore-send
    s = str(store)
    ex.submit(print, s)
    ex.submit(print, store.get_fuel())
    inst: Any = store
    ex.submit(print, inst)  # E: safestore-send
    o: object = store
    ex.submit(print, o)  # E: safestore-send


# default None dataclass
@dataclass
class Task:
    fn: Callable[[], Any]
    pin: Pinned[Store] | None = None


def d11(q: queue.Queue[Task], pin: Pinned[Store]) -> None:
    q.put(Task(lambda: pin.close()))  # E: safestore-send
    q.put(Task(print))  # E: safestore-send


@dataclass
class Task2:
    fn: Callable[[], Any]


def d12(q: queue.Queue[Task2], pin: Pinned[Store]) -> None:
    q.put(Task2(lambda: pin.close()))  # E: safestore-send
    q.put(Task2(print))
    t = Task2(pin.close)
    q.put(t)  # E: safestore-send


# deque
def d13(
    d: deque[Store], ws: weakref.WeakSet[Store], it: Iterator[Store], ex: ThreadPoolExecutor
) -> None:
    ex.submit(print, d)  # E: safestore-send
    ex.submit(print, it)  # E: safestore-send


# union methods
class A1:
    def __init__(self, e: Engine) -> None:
        self.e = e

    def go(self) -> None:
        self.e.increment_epoch()


class A2:
    def __init__(self, s: Store) -> None:
        self.s = s

    def go(self) -> None:
        self.s.gc()


def d14(a: A1 | A2, o: A2 | None, ex: ThreadPoolExecutor) -> None:
    ex.submit(a.go)  # E: safestore-send
    if o is not None:
        ex.submit(o.go)  # E: safestore-send


# nested function defaults, *args lambda
def d15(pin: Pinned[Store]) -> None:
    def w(p: Pinned[Store] = pin) -> None: ...

    threading.Thread(target=w).start()  # E: safestore-send

    def w2(p: Pinned[Store] | None = None) -> None: ...

    threading.Thread(target=w2).start()


# thread in list of tuple targets
def d16(pin: Pinned[Store], e: Engine) -> None:
    for target, args in [(run, (pin,)), (run, (1,))]:
        threading.Thread(target=target, args=args).start()  # E: safestore-send
    [threading.Thread(target=t) for t in (e.increment_epoch, pin.close)]  # E: safestore-send


# functions returning args tuple
def mkargs(p: Pinned[Store]) -> tuple[Pinned[Store], int]:
    return (p, 1)


def d17(p: Pinned[Store]) -> None:
    threading.Thread(target=run, args=mkargs(p)).start()  # E: safestore-send


class Svc:
    def __init__(self, pin: Pinned[Store], engine: Engine) -> None:
        self._ex: ThreadPoolExecutor | None = None
        self.pin = pin
        self.engine = engine

    @property
    def ex(self) -> ThreadPoolExecutor:
        if self._ex is None:
            self._ex = ThreadPoolExecutor()
        return self._ex

    def run(self) -> Future[None]:
        return self.ex.submit(self._go)  # E: safestore-send

    def _go(self) -> None:
        log.info("%s", self.pin)

    async def arun(self) -> None:
        await asyncio.get_event_loop().run_in_executor(self._ex, self._go)  # E: safestore-send
        await asyncio.get_running_loop().run_in_executor(self.ex, self._tick)

    def _tick(self) -> None:
        with self.pin_lock():
            self.engine.increment_epoch()

    @contextlib.contextmanager
    def pin_lock(self) -> Iterator[None]:
        yield
