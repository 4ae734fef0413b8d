"""Programs in small: web handlers, plugin hosts, workers, pools, sessions."""

from __future__ import annotations

import asyncio
import concurrent.futures as cf
import functools
import queue
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import safestore as wasmtime
from safestore import (
    Caller,
    Config,
    Engine,
    Func,
    FuncType,
    Global,
    ImportType,
    Instance,
    Memory,
    Module,
    Pinned,
    SharedMemory,
    Store,
    Table,
    TransferToken,
    Trap,
    Val,
    ValType,
    WasiConfig,
)

T = TypeVar("T")


# web handler
class App:
    def __init__(self) -> None:
        self.engine = wasmtime.Engine()
        self.module = wasmtime.Module(self.engine, "(module)")
        self.pool = ThreadPoolExecutor(8)
        self.linker = wasmtime.Linker(self.engine)
        self.routes: dict[str, Callable[[bytes], bytes]] = {}
        self.idle: queue.Queue[TransferToken[Store]] = queue.Queue()
        self.lock = threading.Lock()
        self.tokens: list[TransferToken[Store]] = []

    async def handle(self, body: bytes) -> bytes:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.pool, self._run, body)

    def _run(self, body: bytes) -> bytes:
        store = wasmtime.Store(self.engine)
        inst = wasmtime.Instance(store, self.module, [])
        return bytes(inst.exports(store).memory("m").read(store, 0, 4))

    async def handle2(self, body: bytes) -> bytes:
        return await asyncio.to_thread(self._run_linked, body)  # E: safestore-send

    def _run_linked(self, body: bytes) -> bytes:
        store = wasmtime.Store(self.engine)
        self.linker.instantiate(store, self.module)
        return body

    async def handle3(self) -> None:
        token = self.idle.get()
        try:
            await asyncio.to_thread(self._with, token)
        finally:
            self.idle.put(token)

    def _with(self, token: TransferToken[Store]) -> None:
        with token.land() as pin:
            pin.value.gc()

    def take(self) -> TransferToken[Store]:
        with self.lock:
            return self.tokens.pop()

    def route(self, path: str) -> Callable[[Callable[[bytes], bytes]], Callable[[bytes], bytes]]:
        def add(f: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
            self.routes[path] = f
            return f

        return add

    async def dispatch(self, path: str, body: bytes) -> bytes:
        return await asyncio.to_thread(self.routes[path], body)


app = App()
GSTORE = Store(app.engine)


@app.route("/x")  # E: safestore-send
def x(body: bytes) -> bytes:
    GSTORE.gc()
    return body


# plugin host w/ watch thread
class Plugin:
    def __init__(self, path: str, engine: Engine) -> None:
        self.path = path
        self.store = Store(engine)
        self.stamp = 0.0
        self.changed = threading.Event()
        self._watch = threading.Thread(target=self._watcher, daemon=True)
        self._watch.start()
        self._reload = threading.Thread(target=self._reloader, daemon=True)  # E: safestore-send

    def _watcher(self) -> None:
        while True:
            self.stamp += 1
            self.changed.set()

    def _reloader(self) -> None:
        self.store = Store(self.store.engine)

    def update(self, value: float) -> None:
        self.stamp = value


# callbacks registered: host funcs that submit
def host(pool: ThreadPoolExecutor, engine: Engine) -> None:
    results: list[int] = []

    def cb(caller: Caller, n: int) -> None:
        pool.submit(results.append, n)
        pool.submit(lambda: caller.get("memory"))  # E: safestore-send
        pool.submit(print, caller)  # E: safestore-send

    store = Store(engine)
    Func(store, FuncType([ValType.i32()], []), cb, access_caller=True)


# async services
async def service(pin: Pinned[Store], fn: Func) -> None:
    async def step(n: int) -> int:
        return int(fn(pin, n))

    await asyncio.gather(*(step(n) for n in range(3)))
    asyncio.get_running_loop().call_later(1, pin.close)
    t = asyncio.create_task(step(1))
    t.add_done_callback(lambda _: pin.close())
    fut: asyncio.Future[Pinned[Store]] = asyncio.get_running_loop().create_future()
    fut.set_result(pin)
    asyncio.run_coroutine_threadsafe(step(1), asyncio.new_event_loop())  # E: safestore-send


# sync object sends self
class Session:
    def __init__(self, engine: Engine, q: queue.Queue[Session]) -> None:
        self.pin = Pinned(Store(engine))
        self.q = q

    def done(self) -> None:
        self.q.put(self)  # E: safestore-send


# config / descriptors are fine
def fine(
    ex: ThreadPoolExecutor,
    c: Config,
    ft: FuncType,
    t: Trap,
    im: list[ImportType],
    w: WasiConfig,
    sm: SharedMemory,
) -> None:
    ex.submit(print, c, ft, t, im, w, sm)
    ex.submit(print, [ValType.i32()])


def not_fine(ex: ThreadPoolExecutor, t: Table, g: Global, v: Val) -> None:
    ex.submit(print, t)  # E: safestore-send
    ex.submit(print, g)  # E: safestore-send
    ex.submit(print, v)  # E: safestore-send


def pmap(fn: Callable[[T], int], items: list[T]) -> list[int]:
    with ThreadPoolExecutor() as ex:
        return list(ex.map(fn, items))


# closure returned & submitted
def make_step(fn: Func, store: Store) -> Callable[[int], int]:
    return lambda n: int(fn(store, n))


def u1(fn: Func, store: Store, ex: ThreadPoolExecutor) -> None:
    step = make_step(fn, store)
    ex.map(step, range(3))  # E: safestore-send


# local pins made in the worker
def worker(engine: Engine, jobs: queue.Queue[int]) -> None:
    with Pinned(Store(engine)) as pin:
        for n in iter(jobs.get, None):
            pin.value.set_fuel(n)


def u2(engine: Engine) -> None:
    jobs: queue.Queue[int] = queue.Queue()
    ts = [threading.Thread(target=worker, args=(engine, jobs), daemon=True) for _ in range(4)]
    for t in ts:
        t.start()


# thread-returned via queue
def u3(engine: Engine) -> None:
    out: queue.Queue[Any] = queue.Queue()

    def build() -> None:
        pin = Pinned(Store(engine))
        out.put(pin)  # E: safestore-send

    threading.Thread(target=build).start()

    def build2() -> None:
        pin = Pinned(Store(engine))
        out.put(pin.transfer())

    threading.Thread(target=build2).start()


# dataclass containing token fine
@dataclass(frozen=True)
class Work:
    token: TransferToken[Store]
    reply: queue.SimpleQueue[TransferToken[Store]]
    meta: dict[str, str] = field(default_factory=dict)


def u4(q: queue.Queue[Work], pin: Pinned[Store]) -> None:
    q.put(Work(pin.transfer(), queue.SimpleQueue()))


# bundles
def u5(pin: Pinned[tuple[Store, Instance]], q: queue.Queue[Any]) -> None:
    q.put(pin.transfer())
    q.put(pin.value)  # E: safestore-send
    _, inst = pin.value
    q.put((1, inst))  # E: safestore-send


# as_completed
def u6(ex: cf.Executor, mods: list[bytes], engine: Engine) -> list[Module]:
    futs = [ex.submit(Module, engine, m) for m in mods]
    return [f.result() for f in cf.as_completed(futs)]


# instance per thread dict keyed by ident
class PerThread:
    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.stores: dict[int, Store] = {}

    def get(self) -> Store:
        return self.stores.setdefault(threading.get_ident(), Store(self.engine))

    def go(self) -> None:
        threading.Thread(target=self.work).start()  # E: safestore-send

    def work(self) -> None:
        self.get().gc()


# loops variable capturing
def u7(pins: list[Pinned[Store]]) -> None:
    for pin in pins:
        threading.Thread(target=lambda pin=pin: pin.close()).start()  # E: safestore-send
    for i, pin in enumerate(pins):
        t = threading.Thread(target=print, args=(i, pin))  # E: safestore-send
        t.start()
        t.join()
    for i, pin in enumerate(pins):
        t = threading.Thread(target=print, args=(i, pin.moved))
        t.start()


# join in with-block pattern
def u8(store: Store) -> int:
    result: list[int] = []

    def run() -> None:
        result.append(store.get_fuel())

    t = threading.Thread(target=run)
    t.start()
    t.join()
    return result[0]


def u9(engine: Engine) -> None:
    def run(store: Store) -> None:
        store.gc()

    with ExitStack() as stack:
        store = Store(engine)
        stack.callback(store.close)
        t = threading.Thread(target=run, args=(store,), daemon=True)
        t.start()
        t.join()


def u10(fn: Func, store: Store) -> None:
    t = threading.Thread(target=fn, args=(store, 1))
    t.start()
    t.join()
    fn(store, 1)


def u11(fn: Func, store: Store) -> None:
    t = threading.Thread(target=functools.partial(fn, store), name="x")  # E: safestore-send
    t.start()
    fn(store, 1)
    t.join()


def u12(store: Store) -> None:
    t = threading.Thread(target=store.gc)
    t.start()
    while t.is_alive():
        print("waiting")
    t.join()


# pytest fixture shape
def fixture() -> Iterator[Pinned[Store]]:
    pin = Pinned(Store())
    yield pin
    pin.close()


def test_thread(pin: Pinned[Store]) -> None:
    errors: list[BaseException] = []

    def run() -> None:
        try:
            print(pin.value)
        except RuntimeError as e:
            errors.append(e)

    t = threading.Thread(target=run)  # E: safestore-send
    t.start()
    t.join()
    assert errors


# property returning engine, method on store's engine
def u13(store: Store, pin: Pinned[Store]) -> None:
    threading.Thread(target=store.engine.increment_epoch).start()
    e = store.engine
    threading.Timer(1, e.increment_epoch).start()
    threading.Timer(1, lambda: e.increment_epoch()).start()


# nested class method capturing self of outer
class Outer:
    def __init__(self, pin: Pinned[Store]) -> None:
        self.pin = pin

    def go(self) -> None:
        outer = self

        class Inner(threading.Thread):
            def run(self) -> None:
                outer.pin.value.gc()

        Inner().start()  # E: safestore-send

    def go2(self) -> None:
        me = self
        threading.Thread(target=lambda: me.idle()).start()
        threading.Thread(target=lambda: me.work()).start()  # E: safestore-send

    def idle(self) -> None: ...
    def work(self) -> None:
        self.pin.value.gc()


# recursion types
@dataclass
class Tree:
    kids: list[Tree]
    data: dict[str, Tree]


@dataclass
class BadTree:
    kids: list[BadTree]
    mem: Memory | None = None


def u14(t: Tree, b: BadTree, q: queue.Queue[Any]) -> None:
    q.put(t)
    q.put(b)  # E: safestore-send
    q.put(b.kids)  # E: safestore-send


# TypeVar containers
class Chan(Generic[T]):
    def __init__(self) -> None:
        self._q: queue.Queue[T] = queue.Queue()

    def send(self, item: T) -> None:
        self._q.put(item)


def u15(c: Chan[Pinned[Store]], d: Chan[int], p: Pinned[Store], ex: ThreadPoolExecutor) -> None:
    ex.submit(c.send, p)  # E: safestore-send
    ex.submit(d.send, 1)


# overload/abstract executor kept on self
class Runner:
    executor: cf.Executor

    def __init__(self, executor: cf.Executor, inst: Instance) -> None:
        self.executor = executor
        self.inst = inst

    def run(self) -> None:
        self.executor.submit(self.inst.exports)  # E: safestore-send

    @functools.cached_property
    def store(self) -> Store:
        return Store()

    def lazy(self) -> None:
        self.executor.submit(self._lazy)  # E: safestore-send

    def _lazy(self) -> None:
        self.store.gc()
