"""Functions of the program that hand what they are given to another thread."""

from __future__ import annotations

import asyncio
import functools
import queue
import threading
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, ParamSpec, TypeVar

from safestore import Engine, Pinned, Store, TransferToken

T = TypeVar("T")
P = ParamSpec("P")


def background(work: Callable[[], None]) -> None:
    threading.Thread(target=work, daemon=True).start()


def at_once(work: Callable[[], None]) -> None:
    work()


def direct(pin: Pinned[Store], engine: Engine) -> None:
    background(lambda: pin.value.gc())  # E: safestore-send
    threading.Thread(target=pin.is_mine).start()
    spawn(pin.is_mine)
    threading.Thread(target=pin.close).start()  # E: safestore-send
    background(pin.value.gc)  # E: safestore-send
    background(work=functools.partial(print, pin))  # E: safestore-send
    background(engine.increment_epoch)
    background(lambda: None)
    at_once(lambda: pin.value.gc())
    token = pin.transfer()
    background(lambda: token.land().close())


def by_a_variable(pin: Pinned[Store], quick: bool) -> None:
    work = at_nothing
    if not quick:
        work = lambda: pin.value.gc()  # noqa: E731
    background(work)  # E: safestore-send


def at_nothing() -> None: ...


def in_the_function(pin: Pinned[Store]) -> None:
    def clean() -> None:
        pin.value.gc()

    at_once(clean)
    background(clean)  # E: safestore-send


# Wrapped before it goes.
def guarded(work: Callable[[], None]) -> None:
    def run() -> None:
        try:
            work()
        except ValueError:
            print("failed")

    threading.Thread(target=run).start()


def logged(words: str, work: Callable[[], None]) -> None:
    print(words)
    guarded(lambda: work())


def twice(first: Callable[[], None], second: Callable[[], None]) -> None:
    background(first)
    second()


def chain(pin: Pinned[Store]) -> None:
    guarded(lambda: pin.value.gc())  # E: safestore-send
    logged("cleaning", lambda: pin.value.gc())  # E: safestore-send
    logged("counting", lambda: None)
    twice(lambda: pin.value.gc(), lambda: None)  # E: safestore-send
    twice(lambda: None, lambda: pin.value.gc())


# Arguments handed on.
def spawn(f: Callable[..., object], *args: Any, **kwargs: Any) -> threading.Thread:
    thread = threading.Thread(target=f, args=args, kwargs=kwargs)
    thread.start()
    return thread


def spawn_all(jobs: Iterable[Callable[[], None]]) -> None:
    for job in jobs:
        spawn(job)


def spawn_soon(f: Callable[..., object], *args: object) -> None:
    spawn(functools.partial(f, *args), 1)


def collect(store: Store, *more: object) -> None:
    store.gc()


def arguments(pin: Pinned[Store], store: Store, token: TransferToken[Store]) -> None:
    spawn(collect, store)  # E: safestore-send
    spawn(print, 1, "two", pin)  # E: safestore-send
    spawn(print, end=pin)  # E: safestore-send
    spawn(print, 1, end="two")
    spawn(print, [1, {"a": pin}])  # E: safestore-send
    spawn_all([at_nothing, lambda: pin.value.gc()])  # E: safestore-send
    spawn_all([at_nothing])
    spawn_soon(collect, store)  # E: safestore-send
    spawn_soon(print, token)


def joined(engine: Engine) -> None:
    store = Store(engine)
    thread = spawn(collect, store)
    engine.increment_epoch()
    thread.join()
    store.gc()


def joined_late(engine: Engine) -> None:
    store = Store(engine)
    thread = spawn(collect, store)  # E: safestore-send
    store.gc()
    thread.join()


def run_and_wait(work: Callable[[], None]) -> None:
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


def waits(store: Store, pin: Pinned[Store]) -> None:
    run_and_wait(lambda: store.gc())
    run_and_wait(lambda: pin.value.gc())  # E: safestore-send


# Declared for what it is: said where it is handed on, and only there.
def declared(pin: Pinned[Store]) -> None:
    threading.Thread(target=print, args=(pin,)).start()  # E: safestore-send


def calls_declared(pin: Pinned[Store]) -> None:
    declared(pin)


# Methods.
class Service:
    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self.pool = pool
        self.inbox: queue.Queue[Any] = queue.Queue()
        self.store: Store | None = None

    def soon(self, work: Callable[[], T]) -> Future[T]:
        return self.pool.submit(work)

    def post(self, message: object) -> None:
        self.inbox.put(message)

    def post_all(self, *messages: object) -> None:
        for message in messages:
            self.post(message)

    @staticmethod
    def quietly(work: Callable[[], None]) -> None:
        threading.Thread(target=work).start()

    @classmethod
    def of_class(cls, work: Callable[[], None]) -> None:
        cls.quietly(work)

    def refresh(self, store: Store) -> None:
        self.store = store
        self.soon(lambda: self.store)  # E: safestore-send
        self.soon(lambda: self.inbox)
        self.post(self.store)  # E: safestore-send


class Loud(Service):
    def post(self, message: object) -> None:
        print(message)
        super().post(message)


def make_store() -> Store:
    return Store(Engine())


def make_pin() -> Pinned[Store]:
    return Pinned(make_store())


def methods(service: Service, loud: Loud, pin: Pinned[Store], token: TransferToken[Store]) -> None:
    service.soon(lambda: pin.value.gc())  # E: safestore-send
    service.soon(make_pin)  # E: safestore-send
    service.soon(at_nothing)
    service.post(pin)  # E: safestore-send
    service.post(token)
    service.post_all(1, pin)  # E: safestore-send
    loud.post(pin)  # E: safestore-send
    Service.quietly(lambda: pin.value.gc())  # E: safestore-send
    Service.of_class(lambda: pin.value.gc())  # E: safestore-send
    service.quietly(at_nothing)


# Kept, and run later.
class Every:
    def __init__(self, seconds: float, work: Callable[[], None]) -> None:
        self.work = work
        self.thread = threading.Thread(target=self._loop)

    def _loop(self) -> None:
        self.work()


class Worker(threading.Thread):
    def __init__(self, work: Callable[[], None], name: str = "") -> None:
        super().__init__(name=name)
        self.work = work
        self.jobs: list[Callable[[], None]] = []
        self.unused: list[Callable[[], None]] = []

    def add(self, job: Callable[[], None]) -> None:
        self.jobs.append(job)

    def keep(self, job: Callable[[], None]) -> None:
        self.unused.append(job)

    def run(self) -> None:
        self.work()
        for job in self.jobs:
            job()


class Timed:
    def __init__(self, done: Callable[[], None]) -> None:
        self.done = done
        threading.Timer(1.0, print).start()

    def stop(self) -> None:
        self.done()


def kept(pin: Pinned[Store]) -> None:
    Every(1.0, lambda: pin.value.gc())  # E: safestore-send
    Every(1.0, lambda: None)
    worker = Worker(lambda: pin.value.gc())  # E: safestore-send
    worker.add(lambda: pin.value.gc())  # E: safestore-send
    worker.add(lambda: None)
    worker.keep(lambda: pin.value.gc())
    Timed(lambda: pin.value.gc())


# Async.
async def offload(f: Callable[..., T], *args: object) -> T:
    return await asyncio.to_thread(f, *args)


async def in_pool(f: Callable[[], T]) -> T:
    return await asyncio.get_running_loop().run_in_executor(None, f)


async def retried(f: Callable[[], Awaitable[T]]) -> T:
    try:
        return await f()
    except ValueError:
        return await f()


async def helped(pin: Pinned[Store], store: Store) -> None:
    await offload(collect, store)  # E: safestore-send
    await offload(make_store)  # E: safestore-send
    await offload(at_nothing)
    await in_pool(lambda: pin.value.gc())  # E: safestore-send
    await in_pool(lambda: None)

    async def on_the_loop() -> None:
        pin.value.gc()

    await retried(on_the_loop)
    await retried(lambda: in_pool(lambda: pin.value.gc()))  # E: safestore-send


# Decorators.
def threaded(f: Callable[P, None]) -> Callable[P, None]:
    @functools.wraps(f)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        threading.Thread(target=f, args=args, kwargs=kwargs).start()

    return run


def on_pool(pool: ThreadPoolExecutor) -> Callable[[Callable[P, T]], Callable[P, Future[T]]]:
    def decorate(f: Callable[P, T]) -> Callable[P, Future[T]]:
        def run(*args: P.args, **kwargs: P.kwargs) -> Future[T]:
            return pool.submit(f, *args, **kwargs)

        return run

    return decorate


def timed(f: Callable[P, T]) -> Callable[P, T]:
    @functools.wraps(f)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        return f(*args, **kwargs)

    return run


POOL = ThreadPoolExecutor(1)
SHARED = Store(Engine())


@threaded
def in_thread(message: object) -> None:
    print(message)


@on_pool(POOL)
def pooled(message: object) -> None:
    print(message)


@timed
def here(message: object) -> None:
    SHARED.gc()


@threaded  # E: safestore-send
def uses_a_global() -> None:
    SHARED.gc()


@on_pool(POOL)  # E: safestore-send
def uses_a_global_too() -> None:
    SHARED.gc()


class Decorated:
    def __init__(self, pin: Pinned[Store]) -> None:
        self.pin = pin
        self.count = 0

    @threaded
    def fine(self) -> None:
        print(self.count)

    @threaded  # E: safestore-send
    def wrong(self) -> None:
        self.pin.value.gc()

    @threaded
    def given(self, message: object) -> None:
        print(message)


def decorated(pin: Pinned[Store], thing: Decorated, token: TransferToken[Store]) -> None:
    in_thread(pin)  # E: safestore-send
    in_thread(token)
    in_thread("word")
    pooled(pin)  # E: safestore-send
    pooled(1)
    here(pin)
    thing.fine()
    thing.given(pin)  # E: safestore-send
    thing.given(1)


# One's own inline executor is no thread.
class Inline:
    def submit(self, work: Callable[[T], object], argument: T) -> None:
        work(argument)


def inline(executor: Inline, pin: Pinned[Store]) -> None:
    executor.submit(print, pin)


# Untyped: of an object that is used in part no more is said than that it may be the pin itself.
class Loose(threading.Thread):
    def __init__(self, owner):  # type: ignore[no-untyped-def]
        super().__init__()
        self.owner = owner

    def run(self):  # type: ignore[no-untyped-def]
        self.owner.log()


class Owner:
    def __init__(self, pin: Pinned[Store]) -> None:
        self.pin = pin
        Loose(self).start()

    def log(self) -> None: ...


# Round and round.
def ping(work: Callable[[], None], n: int) -> None:
    if n:
        pong(work, n - 1)


def pong(work: Callable[[], None], n: int) -> None:
    background(work)
    ping(lambda: work(), n)


def round_and_round(pin: Pinned[Store]) -> None:
    ping(lambda: pin.value.gc(), 3)  # E: safestore-send
    ping(lambda: None, 3)


# A parameter that is something else by then.
def in_words(thing: Any) -> None:
    thing = str(thing)
    threading.Thread(target=print, args=(thing,)).start()


def wrapped_again(work: Callable[[], None]) -> None:
    work = functools.partial(work)
    threading.Thread(target=work).start()


def by_kind(thing: object) -> None:
    if isinstance(thing, TransferToken):
        threading.Thread(target=print, args=(thing,)).start()
    elif isinstance(thing, Service):
        threading.Thread(target=print, args=(thing.inbox,)).start()
    elif isinstance(thing, Ready):
        threading.Thread(target=print, args=(thing,)).start()


class Ready:
    def __init__(self, work: Callable[[], None]) -> None:
        self.work = work


def part_of_it(thing: Any) -> None:
    name = thing.name
    threading.Thread(target=print, args=(name, str(thing))).start()
    threading.Thread(target=lambda: print(thing.name)).start()


def moved(thing: Any) -> None:
    token = thing.transfer()
    threading.Thread(target=lambda: token.land()).start()


class Named:
    def __init__(self, pin: Pinned[Store]) -> None:
        self.pin = pin
        self.name = "named"


def something_else(pin: Pinned[Store]) -> None:
    in_words(pin)
    wrapped_again(lambda: pin.value.gc())  # E: safestore-send
    by_kind(pin)
    by_kind(pin.transfer())
    part_of_it(Named(pin))


def something_moved(pin: Pinned[Store]) -> None:
    moved(pin)
