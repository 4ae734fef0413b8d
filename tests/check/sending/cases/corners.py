"""Corners: raw wasmtime, casts, recursion, properties, what is never reached."""

from __future__ import annotations

import asyncio
import functools
import http.server
import queue
import socketserver
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from enum import Enum
from functools import partial
from threading import Thread
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Literal,
    ParamSpec,
    TypeVar,
    cast,
)

import wasmtime

from safestore import (
    Engine,
    Instance,
    Owned,
    Pinned,
    Store,
    TransferToken,
)

P = ParamSpec("P")
R = TypeVar("R")


# raw wasmtime
def r1(s: wasmtime.Store, e: wasmtime.Engine, f: wasmtime.Func, ex: ThreadPoolExecutor) -> None:
    ex.submit(f, s)  # E: safestore-send, safestore-send
    ex.submit(e.increment_epoch)
    Thread(target=lambda: s.gc()).start()  # E: safestore-send


# user helper that wraps Thread: values passed through *args (T: object): unknown
def spawn(fn: Callable[P, object], *args: P.args, **kw: P.kwargs) -> Thread:
    t = Thread(target=fn, args=args, kwargs=kw)
    t.start()
    return t


class Every:
    def __init__(self, seconds: float, fn: Callable[[], None]) -> None:
        self.fn = fn
        self.thread = Thread(target=self._loop)

    def _loop(self) -> None:
        self.fn()


def every(pin: Pinned[Store]) -> Every:
    return Every(1, lambda: None)


# token alias & Owned param
def r2(p: Owned[Store]) -> None:
    Thread(target=print, args=(p,)).start()  # E: safestore-send


# cast / Annotated / NewType
StoreAlias = Annotated[Pinned[Store], "x"]


def r3(p: StoreAlias, q: queue.Queue[Any]) -> None:
    q.put(p)  # E: safestore-send
    q.put(cast(Any, p))  # E: safestore-send
    q.put(p if p else None)  # E: safestore-send
    q.put(p or None)  # E: safestore-send
    q.put([*[p]])  # E: safestore-send
    q.put({"p": p})  # E: safestore-send
    q.put({p: 1})  # E: safestore-send
    q.put(x for x in [p])  # E: safestore-send
    q.put({n: (lambda: p) for n in range(3)})  # E: safestore-send
    q.put(f"{p}")
    q.put(p.moved)
    q.put(repr(p))
    q.put(p.transfer())
    q.put(_ := p)  # E: safestore-send


# method refs of unions & Optionals
class H:
    pin: Pinned[Store] | None

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.pin = None
        self.cb: Callable[[], None] | None = None

    def open(self) -> None:
        self.pin = Pinned(Store(self.engine))

    def work(self) -> None:
        if self.pin is not None:
            self.pin.value.gc()

    def go(self) -> None:
        Thread(target=self.work).start()  # E: safestore-send

    def ok(self) -> None:
        Thread(target=self.both).start()

    def both(self) -> None:
        self.open()
        self.work()

    def later(self, pin: Pinned[Store]) -> None:
        self.cb = pin.close
        Thread(target=self.fire).start()  # E: safestore-send

    def fire(self) -> None:
        if self.cb:
            self.cb()

    def reader(self) -> None:
        Thread(target=self._reader, args=(self,)).start()  # E: safestore-send

    @staticmethod
    def _reader(h: H) -> None: ...
    def __enter__(self) -> H:
        return self

    def __exit__(self, *a: object) -> None: ...


def r4(e: Engine) -> None:
    with H(e) as h:
        Thread(target=h.work).start()  # E: safestore-send
        Thread(target=h.ok).start()


# nested closures 3 levels
def r5(pin: Pinned[Store]) -> None:
    def a() -> Callable[[], Callable[[], None]]:
        def b() -> Callable[[], None]:
            def c() -> None:
                pin.value.gc()

            return c

        return b

    Thread(target=a()()).start()  # E: safestore-send
    Thread(target=a).start()  # E: safestore-send


# generator-based, comprehension capture in lambda
def r6(pins: list[Pinned[Store]], ex: ThreadPoolExecutor) -> None:
    ex.submit(lambda: [p.value for p in pins])  # E: safestore-send
    ex.submit(lambda: [p + 1 for p in range(3)])
    ex.submit(lambda n: n + 1, 3)
    ex.submit(len, pins)  # E: safestore-send
    ex.submit(print, len(pins))
    ex.submit(print, *pins)  # E: safestore-send
    ex.submit(print, a=pins)  # E: safestore-send


# exceptions holding
class Err(Exception):
    def __init__(self, inst: Instance) -> None:
        self.inst = inst


def r7(f: Future[int], e: Err) -> None:
    f.set_exception(e)  # E: safestore-send


# class-level executor, functools.wraps'd thread decorator
def threaded(fn: Callable[P, None]) -> Callable[P, Thread]:
    @functools.wraps(fn)
    def inner(*args: P.args, **kwargs: P.kwargs) -> Thread:
        t = Thread(target=fn, args=args, kwargs=kwargs)
        t.start()
        return t

    return inner


@threaded
def r8(n: int) -> None: ...


# del, global statement
CACHE: dict[str, Instance] = {}
LOCK = threading.Lock()


def cached(name: str, engine: Engine) -> None:
    with LOCK:
        CACHE.pop(name)


def r9(ex: ThreadPoolExecutor, engine: Engine) -> None:
    ex.submit(cached, "a", engine)  # E: safestore-send
    ex.submit(partial(cached, "a"), engine)  # E: safestore-send


def locked() -> None:
    with LOCK:
        pass


def r10(ex: ThreadPoolExecutor) -> None:
    ex.submit(locked)


# enum / literal
class Mode(Enum):
    A = 1


def r11(ex: ThreadPoolExecutor, m: Mode, a: Literal["a"]) -> None:
    ex.submit(print, m, a)


# async lambda
async def r12(pin: Pinned[Store], loop: asyncio.AbstractEventLoop) -> None:
    loop.call_soon_threadsafe(lambda: pin.close())  # E: safestore-send
    loop.call_soon_threadsafe(asyncio.Event().set)
    await asyncio.wait_for(asyncio.to_thread(pin.close), 3)  # E: safestore-send
    await loop.run_in_executor(None, pin.transfer)  # E: safestore-send


async def build(engine: Engine) -> Pinned[Store]:
    return Pinned(Store(engine))


def r13(engine: Engine, loop: asyncio.AbstractEventLoop) -> None:
    asyncio.run_coroutine_threadsafe(build(engine), loop)  # E: safestore-send


# threads & executor results: Store exclusive
def build_store(engine: Engine) -> Store:
    return Store(engine)


def r14(engine: Engine, ex: ThreadPoolExecutor) -> None:
    ex.submit(build_store, engine)  # E: safestore-send
    ex.map(build_store, [engine])  # E: safestore-send


# Thread kept on self and joined
class Job:
    def __init__(self, store: Store) -> None:
        self.store = store
        self.thread: Thread | None = None

    def start(self) -> None:
        self.thread = Thread(target=self._run)  # E: safestore-send
        self.thread.start()

    def _run(self) -> None:
        self.store.gc()


# global thread at module level joined
S = Store()
T1 = Thread(target=S.gc)
T1.start()
T1.join()
T2 = Thread(target=S.gc)  # E: safestore-send
T2.start()
S.gc()
T2.join()
if __name__ == "__main__":
    T3 = Thread(target=S.gc)
    T3.start()
    T3.join()
# conditional import / unreachable
if not TYPE_CHECKING:
    Thread(target=S.gc).start()


def r15() -> None:
    return
    Thread(target=S.gc).start()


# match
def r16(x: Pinned[Store] | int, q: queue.Queue[Any]) -> None:
    match x:
        case int():
            q.put(x)
        case Pinned() as p:
            q.put(p)  # E: safestore-send
        case _:
            pass


# property setter
class PS:
    def __init__(self, engine: Engine) -> None:
        self._p: Pinned[Store] | None = None
        self.engine = engine

    @property
    def p(self) -> Pinned[Store]:
        if self._p is None:
            self._p = Pinned(Store(self.engine))
        return self._p

    @p.setter
    def p(self, v: Pinned[Store]) -> None:
        self._p = v

    def go(self) -> None:
        Thread(target=self.work).start()  # E: safestore-send

    def work(self) -> None:
        self.p.value.gc()


# recursion of vars
def r17(q: queue.Queue[Any]) -> None:
    x: Any = None
    x = x or x
    q.put(x)
    f: Callable[[], Any] = lambda: f  # noqa: E731
    q.put(f)
    y: Any = [x]
    y.append(y)
    q.put(y)


# __slots__/NamedTuple/TypedDict done; subclass of tuple
class Ts(tuple[Store, int]): ...


class Ls(list[Store]): ...


class Ds(dict[str, Ls]): ...


def r18(t: Ts, ls: Ls, d: Ds, q: queue.Queue[Any]) -> None:
    q.put(t)  # E: safestore-send
    q.put(ls)  # E: safestore-send
    q.put(d)  # E: safestore-send


# server classes
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        S.gc()


def r19() -> None:
    srv = socketserver.ThreadingTCPServer(("", 0), Handler)
    Thread(target=srv.serve_forever).start()


# handing self method with args that is token
class TokHost:
    def __init__(self, pin: Pinned[Store]) -> None:
        self.token: TransferToken[Store] | None = pin.transfer()
        Thread(target=self._run).start()

    def _run(self) -> None:
        assert self.token is not None
        with self.token.land() as pin:
            self.use(pin)

    def use(self, pin: Pinned[Store]) -> None:
        pin.value.gc()


# store created in __init__ of object created in thread
def worker_main(engine: Engine) -> None:
    ps = PS(engine)
    ps.work()


def r20(engine: Engine) -> None:
    Thread(target=worker_main, args=(engine,)).start()


# worker class constructed in the thread
class Worker2:
    def __init__(self, engine: Engine) -> None:
        self.store = Store(engine)

    def loop(self) -> None:
        self.store.gc()

    @classmethod
    def main(cls, engine: Engine) -> None:
        cls(engine).loop()


def r21(engine: Engine) -> None:
    Thread(target=Worker2.main, args=(engine,)).start()
    Thread(target=lambda: Worker2(engine).loop()).start()
    Thread(target=Worker2, args=(engine,)).start()
    Thread(target=Worker2(engine).loop).start()  # E: safestore-send


# list of callables attr
class Bus:
    def __init__(self) -> None:
        self.subs: list[Callable[[int], None]] = []

    def on(self, f: Callable[[int], None]) -> None:
        self.subs.append(f)

    def fire(self, ex: ThreadPoolExecutor) -> None:
        for s in self.subs:
            ex.submit(s, 1)


def r22(b: Bus, pin: Pinned[Store]) -> None:
    b.on(lambda n: pin.value.set_fuel(n))  # E: safestore-send


# shadowed names: own class called Thread, Queue
class Queue2:
    def put(self, x: object) -> None: ...


def r23(q: Queue2, pin: Pinned[Store]) -> None:
    q.put(pin)


# threading.Thread given lambda returning engine op with pin evaluated eagerly
def r24(pin: Pinned[Store]) -> None:
    fuel = pin.value.get_fuel()
    engine = pin.value.engine
    Thread(target=lambda: print(fuel)).start()
    Thread(target=engine.increment_epoch).start()
    tok = pin.transfer()
    Thread(target=lambda: tok.land().close()).start()


# subclass field by dataclass-ish annotation
class W3(Thread):
    pin: Pinned[Store]

    def run(self) -> None:
        self.pin.value.gc()


def r25(pin: Pinned[Store]) -> None:
    w = W3()
    w.pin = pin  # E: safestore-send
    w.start()


class W4(Thread):
    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self.engine = engine
        self.result: Pinned[Store] | None = None

    def run(self) -> None:
        self.result = Pinned(Store(self.engine))
        self.result.value.gc()


class W5(Thread):
    def __init__(self, host: H) -> None:
        Thread.__init__(self)
        self.host = host
        self.h2 = host  # E: safestore-send

    def run(self) -> None:
        self.host.engine.increment_epoch()
        self.h2.work()
