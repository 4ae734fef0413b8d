"""threading.Thread and its like, by every way that a value can get in."""

from __future__ import annotations

import _thread
import functools
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from threading import Thread as Worker
from typing import Any, NamedTuple, TypedDict, TypeVar

from safestore import (
    Engine,
    Func,
    Instance,
    Linker,
    Memory,
    MemoryView,
    Module,
    Pinned,
    Store,
    TransferToken,
)


def use(pin: Pinned[Store], n: int = 0) -> None:
    pin.value.set_fuel(n)


def use_store(store: Store) -> None:
    store.set_fuel(1)


def count(n: int) -> None: ...


def anything(*values: object, **named: object) -> None: ...


def arguments(pin: Pinned[Store], store: Store, engine: Engine) -> None:
    threading.Thread(None, use, "name", (pin,)).start()  # E: safestore-send
    threading.Thread(target=use, args=[pin]).start()  # E: safestore-send
    threading.Thread(target=anything, args=(1, engine, store)).start()  # E: safestore-send
    threading.Thread(target=anything, kwargs=dict(pin=pin)).start()  # noqa: C408  # E: safestore-send
    Worker(target=use, args=(pin,)).start()  # E: safestore-send
    threading.Thread(target=anything, args=(engine, 1, "x", b"y", None)).start()
    _thread.start_new_thread(use, (pin,))  # E: safestore-send
    _thread.start_new_thread(count, (1,))
    threading.Timer(1, use, [pin]).start()  # E: safestore-send
    threading.Timer(1, use, kwargs={"pin": pin}).start()  # E: safestore-send
    threading.Timer(1, engine.increment_epoch).start()
    threading.Thread(
        target=anything,
        args=(
            engine,
            pin,  # E: safestore-send
            1,
        ),
        kwargs={
            "a": 1,
            "b": store,  # E: safestore-send
        },
    ).start()


def variables(pin: Pinned[Store], token: TransferToken[Store]) -> None:
    args = (pin, 1)
    threading.Thread(target=use, args=args).start()  # E: safestore-send
    named: dict[str, Any] = {"pin": pin}
    threading.Thread(target=use, kwargs=named).start()  # E: safestore-send
    options: dict[str, Any] = {"target": use, "args": (pin,)}
    threading.Thread(**options).start()  # E: safestore-send
    fine = (token, 1)
    threading.Thread(target=anything, args=fine).start()


def closures(pin: Pinned[Store], engine: Engine, flag: bool) -> None:
    def work() -> None:
        use(pin)

    def indirect() -> None:
        work()

    def harmless() -> None:
        mine = Pinned(Store(engine))
        use(mine)

    job: Callable[[], None] = lambda: use(pin)  # noqa: E731
    chosen = work if flag else harmless
    jobs = [harmless, work]
    threading.Thread(target=indirect).start()  # E: safestore-send
    threading.Thread(target=job).start()  # E: safestore-send
    threading.Thread(target=chosen).start()  # E: safestore-send
    threading.Thread(target=work if flag else harmless).start()  # E: safestore-send
    threading.Thread(target=jobs[1]).start()  # E: safestore-send
    threading.Thread(target=harmless).start()
    threading.Thread(target=lambda: harmless()).start()
    threading.Thread(target=lambda p=pin: use(p)).start()  # E: safestore-send
    print(pin.moved)
    threading.Thread(target=lambda: print(pin.is_mine(), pin.moved)).start()


def partials(pin: Pinned[Store], engine: Engine) -> None:
    threading.Thread(target=functools.partial(use, pin)).start()  # E: safestore-send
    threading.Thread(target=partial(use, n=1), args=(pin,)).start()  # E: safestore-send
    threading.Thread(target=partial(lambda: use(pin))).start()  # E: safestore-send
    twice = partial(partial(anything, pin), 2)
    threading.Thread(target=twice).start()  # E: safestore-send
    threading.Thread(target=partial(anything, engine, 1)).start()


def bound(pin: Pinned[Store], store: Store, memory: Memory, func: Func, pins: list[Any]) -> None:
    threading.Thread(target=pin.close).start()  # E: safestore-send
    threading.Thread(target=store.gc).start()  # E: safestore-send
    threading.Thread(target=memory.size).start()  # E: safestore-send
    threading.Thread(target=func, args=(store,)).start()  # E: safestore-send, safestore-send
    threading.Thread(target=func.__call__).start()  # E: safestore-send
    threading.Thread(target=pins.clear).start()
    stores = [store]
    threading.Thread(target=stores.clear).start()  # E: safestore-send


def made_by(pin: Pinned[Store]) -> Callable[[], None]:
    def job() -> None:
        use(pin)

    return job


def returned(pin: Pinned[Store]) -> None:
    threading.Thread(target=made_by(pin)).start()  # E: safestore-send
    made = made_by(pin)
    threading.Thread(target=made).start()  # E: safestore-send


@dataclass
class Job:
    n: int
    inst: Instance | None = None


@dataclass
class Outer:
    jobs: list[Job] = field(default_factory=list)


class Pair(NamedTuple):
    left: int
    func: Func


class Entry(TypedDict):
    name: str
    memory: Memory


class Node:
    def __init__(self, link: Node | None) -> None:
        self.link = link
        self.children: list[Node] = []


class Leaf(Node):
    linker: Linker

    def __init__(self, linker: Linker) -> None:
        super().__init__(None)
        self.linker = linker


T = TypeVar("T")
S = TypeVar("S", bound=Store)


def containers(
    outer: Outer,
    pair: Pair,
    entry: Entry,
    node: Node,
    leaf: Leaf,
    by_name: dict[str, list[tuple[int, Func]]],
    tokens: dict[str, TransferToken[Store]],
    modules: list[Module],
    view: MemoryView,
    either: int | Pinned[Store] | None,
) -> None:
    threading.Thread(target=anything, args=(outer,)).start()  # E: safestore-send
    threading.Thread(target=anything, args=(pair,)).start()  # E: safestore-send
    threading.Thread(target=anything, args=(entry,)).start()  # E: safestore-send
    threading.Thread(target=anything, args=(leaf,)).start()  # E: safestore-send
    threading.Thread(target=anything, args=(node,)).start()
    threading.Thread(target=anything, args=(by_name,)).start()  # E: safestore-send
    threading.Thread(target=anything, args=(tokens, modules)).start()
    threading.Thread(target=anything, args=(view,)).start()  # E: safestore-send
    threading.Thread(target=anything, args=(bytes(view),)).start()
    threading.Thread(target=anything, args=(either,)).start()  # E: safestore-send


def generic(value: T, store: S) -> T:
    threading.Thread(target=anything, args=(value,)).start()
    threading.Thread(target=anything, args=(store,)).start()  # E: safestore-send
    return value


def narrowed(value: Pinned[Store] | TransferToken[Store]) -> None:
    if isinstance(value, TransferToken):
        threading.Thread(target=anything, args=(value,)).start()
    else:
        threading.Thread(target=anything, args=(value,)).start()  # E: safestore-send


def local() -> None:
    mine = threading.local()
    mine.pin = Pinned(Store())
    threading.Thread(target=anything, args=(mine,)).start()


def assigned_there(engine: Engine) -> None:
    pin: Pinned[Store] | None = None

    def work() -> None:
        nonlocal pin
        if pin is None:
            pin = Pinned(Store(engine))
        use(pin)

    threading.Thread(target=work).start()
