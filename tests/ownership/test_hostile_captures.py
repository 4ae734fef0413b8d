"""What a host function refers to is looked at without running any of its code, and all of it is."""

from __future__ import annotations

import collections
import contextvars
import functools
import itertools
import sqlite3
import threading
import unittest.mock
import weakref
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

import safestore as wasmtime
from safestore import Func, FuncType, Linker, NotSend, Pinned, Send, Store, component, is_send
from safestore.errors import NotSendError
from safestore.ownership.capture import copied, own


class Ran(Exception):
    """Code of the user's ran."""


def ran(*_: Any, **__: Any) -> Any:
    raise Ran


class Lies:
    """Says that it is something else."""

    def __init__(self, answer: type) -> None:
        object.__setattr__(self, "answer", answer)

    @property  # type: ignore[misc]
    def __class__(self) -> Any:
        return object.__getattribute__(self, "answer")


class Refuses:
    """Has no attribute that could be asked for."""

    __getattribute__ = ran


class HasNoClass:
    """Whoever asks for its class runs it."""

    __class__: Any = property(ran)


class HasAnotherDict:
    """Its dict is a property."""

    __dict__: Any = property(ran)


class Equal(type):
    """Classes that have no hash."""

    def __eq__(cls, other: object) -> bool:
        return True


class Unhashable(metaclass=Equal):
    pass


class Asked(type):
    """Classes that do something when an attribute is looked up."""

    __getattribute__ = ran


class Asks(metaclass=Asked):
    pass


class Generous(type):
    """Classes that have every attribute."""

    def __getattr__(cls, name: str) -> str:
        return name


class HasADescriptor:
    """Its dict is something of a class that says it is every class."""

    __dict__: Any = Unhashable()


class HasAll(metaclass=Generous):
    pass


class OfNoModule:
    __module__ = None  # type: ignore[assignment]


class Container(dict):  # type: ignore[type-arg]
    items = keys = __iter__ = ran


class Name(str):
    __format__ = __repr__ = ran


def with_an_attribute_named(name: str) -> Any:
    thing = Nothing()
    vars(thing)[name] = 1
    return thing


class Nothing:
    """Has nothing."""


def proxies() -> list[Any]:
    kept = Container(a=1)
    HOLDS.append(kept)
    return [weakref.proxy(kept), weakref.proxy(Container())]


HOLDS: list[Any] = []

HOSTILE: dict[str, Any] = {
    **{f"lies: {cls.__name__}": Lies(cls) for cls in (dict, list, set, weakref.ref, type, Store)},
    "refuses": Refuses(),
    "no class": HasNoClass(),
    "another dict": HasAnotherDict(),
    "no hash": Unhashable(),
    "a descriptor": HasADescriptor(),
    "asks": Asks(),
    "has all": HasAll(),
    "no module": OfNoModule(),
    "container": Container(a=1),
    "name": with_an_attribute_named(Name("x")),
    "key": {Name("x"): 1},
    "huge number": {10**5000: 1},
    **{f"mock {kind}": unittest.mock.Mock(spec=kind) for kind in (dict, list, functools.partial)},
    "alive": proxies()[0],
    "dead": proxies()[1],
}


def transfer(*, captured: Any = None, bundled: Any = None) -> None:
    store = Store()
    if captured is not None:
        (thing,) = captured
        Func(store, FuncType([], []), lambda: thing)
    pin: Any = Pinned((store, bundled))
    try:
        pin = pin.transfer().land()
    finally:
        pin.close()


@pytest.mark.parametrize("name", HOSTILE)
def test_no_code_of_the_users_runs(name: str) -> None:
    assert is_send(HOSTILE[name])
    transfer(captured=[HOSTILE[name]])
    transfer(bundled=HOSTILE[name])


def test_a_class_without_a_hash_can_be_marked() -> None:
    class One(metaclass=Equal):
        pass

    class Two(metaclass=Equal):
        pass

    NotSend.register(One)
    Send.register(Two)
    assert not is_send(One())
    assert is_send(Two())
    assert is_send(Unhashable())


# What is bound, where it is kept, and by what.


class Cursor(sqlite3.Cursor):
    """Has a dict of its own, so that it can be given attributes."""


class Marked(ValueError):
    pass


class Reference(weakref.ref):  # type: ignore[type-arg]
    __slots__ = ("extra",)


def cursor(conn: sqlite3.Connection) -> Any:
    made = conn.cursor(Cursor)
    made.name = "x"  # type: ignore[attr-defined]
    return made


def exception(conn: sqlite3.Connection) -> Any:
    made = Marked(conn)
    made.note = "x"  # type: ignore[attr-defined]
    return made


def chained(conn: sqlite3.Connection) -> Any:
    made = Marked("x")
    made.note, made.__context__ = "x", ValueError(conn)  # type: ignore[attr-defined]
    return made


def cached(conn: sqlite3.Connection) -> Any:
    @functools.lru_cache
    def get(conn: sqlite3.Connection) -> None:
        pass

    get(conn)
    return get


def defaults(conn: sqlite3.Connection) -> Any:
    return collections.defaultdict(conn.cursor, a=1)


def suspended(conn: sqlite3.Connection) -> Any:
    def rows(cursors: list[Any]) -> Iterator[bool]:
        for cursor in (cursors.pop().cursor(), None):
            yield cursor is None

    made = rows([conn])
    # Goes through cursors that it has no name for any more.
    assert [next(made), next(made)] == [False, True]
    return made


def delegating(conn: sqlite3.Connection) -> Any:
    def inner(conn: sqlite3.Connection) -> Iterator[int]:
        yield 1

    def outer(given: list[Any]) -> Iterator[int]:
        yield from inner(given.pop())

    made = outer([conn])
    next(made)
    return made


def reference(conn: sqlite3.Connection) -> Any:
    made: Any = Reference(HOLDS[0])
    made.extra = conn
    return made


def context(conn: sqlite3.Connection) -> Any:
    variable: contextvars.ContextVar[Any] = contextvars.ContextVar("variable")
    made = contextvars.copy_context()
    made.run(variable.set, conn)
    return made


def iterator(conn: sqlite3.Connection) -> Any:
    return itertools.chain([1], [conn])


@pytest.mark.parametrize(
    "hide",
    [
        *(cursor, exception, chained, cached, defaults, suspended, delegating, reference),
        *(context, iterator),
    ],
)
def test_what_c_code_keeps_is_looked_at(hide: Any) -> None:
    with closing(sqlite3.connect(":memory:", check_same_thread=False)) as shared:
        assert is_send(hide(shared))
    with closing(sqlite3.connect(":memory:")) as conn:
        refused(hide(conn))


def refused(hidden: Any) -> None:
    with pytest.raises(NotSendError, match=r"sqlite3\.Connection: SQLite refuses it"):
        transfer(captured=[hidden])
    with pytest.raises(NotSendError, match=r"sqlite3\.Connection: SQLite refuses it"):
        transfer(bundled=hidden)


class MyStore(Store):
    pass


class MyFunc(Func):
    pass


class MyLinker(Linker):
    pass


def test_attributes_of_stores_handles_and_linkers_travel_along() -> None:
    local = threading.local()
    for store in (MyStore(), Store()):
        store.local = local  # type: ignore[attr-defined]
        pin = Pinned(store)
        with pytest.raises(NotSendError, match=r": \.local -> threading\.local"):
            pin.transfer()
        del store.local  # type: ignore[attr-defined]
        pin.transfer().land().close()
    store = Store()
    func: Any = MyFunc(store, FuncType([], []), lambda: None)
    linker: Any = MyLinker(store.engine)
    bundle = Pinned((store, func, linker))
    for thing in (func, linker):
        thing.local = local
        with pytest.raises(NotSendError, match=r"\.local -> threading\.local"):
            bundle.transfer()
        del thing.local
    bundle.transfer().land().close()


def test_what_is_the_packages_own_is_no_addition() -> None:
    store = Store()
    func = Func(store, FuncType([], []), lambda: None)
    func(store)
    linker = Linker(store.engine)
    module = wasmtime.Module(store.engine, '(module (memory (export "m") 1))')
    instance = linker.instantiate(store, module)
    components = component.Linker(store.engine)
    root = components.root()
    part = root.add_instance("part")
    things: list[object] = [store, func, linker, instance, instance.exports(store)["m"]]
    for thing in (*things, components, root, part):
        assert [*own(thing)] == []


def test_strictly_too() -> None:
    def numbers() -> Iterator[int]:
        yield from [1, 2]

    suspended = numbers()
    next(suspended)
    assert is_send(suspended, strict=True)


def test_tracers_do_not_run_in_the_thread_that_asks_sqlite() -> None:
    seen: list[Any] = []

    def trace(frame: Any, event: str, arg: Any) -> None:
        seen.append(threading.current_thread().name)
        raise Ran

    with closing(sqlite3.connect(":memory:")) as conn:
        threading.settrace(trace)
        try:
            assert not is_send(conn)
        finally:
            threading.settrace(None)
    assert seen == []


def test_what_changes_while_it_is_copied_is_copied_anew() -> None:
    attempts = []

    def iterate(thing: list[int]) -> Iterator[int]:
        attempts.append(thing)
        yield from thing
        if len(attempts) < 3:
            raise RuntimeError("dictionary changed size during iteration")

    assert copied(iterate, [1, 2]) == [1, 2]
    assert len(attempts) == 3


def test_a_recursion_that_is_too_deep_ends_the_copying() -> None:
    def iterate(thing: object) -> Iterator[int]:
        raise RecursionError

    with pytest.raises(RecursionError):
        copied(iterate, None)
