"""externrefs and store data: any object, given back as it was, and let go of in time (P2)."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from safestore import (
    Global,
    GlobalType,
    Limits,
    Store,
    Table,
    TableType,
    Trap,
    Val,
    ValType,
)
from safestore.errors import ReentrancyError
from safestore.native.store import DROPPED
from safestore.ownership.lock import hold
from safestore.ownership.thread import here
from tests.ownership.elsewhere import Elsewhere

from .guests import exports, host, left_alone

WAT = """(module
  (import "" "host" (func $host (param externref) (result externref)))
  (global $kept (mut externref) (ref.null extern))
  (func (export "same") (param externref) (result externref) (local.get 0))
  (func (export "through") (param externref) (result externref) (call $host (local.get 0)))
  (func (export "keep") (param externref) (global.set $kept (local.get 0)))
  (func (export "kept") (result externref) (global.get $kept))
  (func (export "trap") (param externref) unreachable)
  (func (export "one") (result i32) (i32.const 1)))"""


class Unwilling:
    """Neither true nor false, and equal to nothing."""

    def __bool__(self) -> bool:
        raise AssertionError("nobody should ask")

    def __eq__(self, other: object) -> bool:
        raise AssertionError("nobody should ask")

    def __len__(self) -> int:
        raise AssertionError("nobody should ask")

    __hash__ = None  # type: ignore[assignment]


class Empty:
    def __bool__(self) -> bool:
        return False


FALSY = [0, 0.0, False, "", b"", (), [], {}, set(), frozenset(), range(0), Empty(), Unwilling()]
OTHERS = [1, "text", object(), [1], print, ValueError("mine"), Val.i32(1)]


class Thing:
    """An object that can be watched."""


class Guest:
    def __init__(self) -> None:
        self.store = Store()
        self.seen: list[Any] = []
        self.guest = exports(self.store, WAT, host(self.store, self.note, "externref", "externref"))

    def note(self, it: Any) -> Any:
        self.seen.append(it)
        return it

    def call(self, name: str, *arguments: Any) -> Any:
        return self.guest[name](self.store, *arguments)


@pytest.fixture
def guest() -> Guest:
    return Guest()


def by_kind(value: object) -> str:
    return type(value).__name__


@pytest.mark.parametrize("value", FALSY + OTHERS, ids=by_kind)
def test_a_call_gives_back_the_very_object(guest: Guest, value: Any) -> None:
    if isinstance(value, Val):
        value = Val.externref(value)
        assert guest.call("same", value) is value.value
        return
    assert guest.call("same", value) is value
    assert guest.call("through", value) is value
    assert guest.seen[0] is value
    guest.call("keep", value)
    assert guest.call("kept") is value
    assert guest.call("same", Val.externref(value)) is value


@pytest.mark.parametrize("value", FALSY, ids=by_kind)
def test_a_table_gives_back_the_very_object(value: Any) -> None:
    store = Store()
    table = Table(store, TableType(ValType.externref(), Limits(2, None)), value)
    assert table.get(store, 0) is value
    table.set(store, 1, None)
    assert table.get(store, 1) is None
    table.set(store, 1, value)
    assert table.get(store, 1) is value
    table.grow(store, 1, value)
    assert table.get(store, 2) is value


@pytest.mark.parametrize("value", FALSY, ids=by_kind)
def test_a_global_gives_back_the_very_object(value: Any) -> None:
    store = Store()
    made = Global(store, GlobalType(ValType.externref(), True), value)
    assert made.value(store) is value
    made.set_value(store, None)
    assert made.value(store) is None
    made.set_value(store, value)
    assert made.value(store) is value


@pytest.mark.parametrize("value", FALSY, ids=by_kind)
def test_store_data_is_the_very_object(value: Any) -> None:
    assert Store(data=value).data() is value


def test_null_is_none_both_ways(guest: Guest) -> None:
    assert guest.call("same", None) is None
    assert guest.call("through", None) is None
    assert guest.seen == [None]
    assert Store().data() is None


def dropping(guest: Guest, make: Callable[[], Any]) -> None:
    """Have the guest hold an object and let go of it."""
    guest.call("keep", make())
    guest.call("keep", None)


def test_what_the_guest_lets_go_of_goes(guest: Guest) -> None:
    thing = Thing()
    gone = weakref.ref(thing)
    guest.call("keep", thing)
    del thing
    guest.store.gc()
    assert gone() is not None, "the guest still holds it"
    guest.call("keep", None)
    guest.store.gc()
    assert gone() is None
    assert not DROPPED


def test_many_go_without_being_asked_for(guest: Guest) -> None:
    # wasmtime collects when enough has come together.
    alive: weakref.WeakSet[Thing] = weakref.WeakSet()
    most = 0
    for _ in range(10_000):
        thing = Thing()
        alive.add(thing)
        guest.call("same", thing)
        most = max(most, len(alive))
    assert most < 9_000


def test_many_go_though_each_call_traps(guest: Guest) -> None:
    alive: weakref.WeakSet[Thing] = weakref.WeakSet()
    for _ in range(5_000):
        thing = Thing()
        alive.add(thing)
        with pytest.raises(Trap):
            guest.call("trap", thing)
    del thing
    guest.call("one")
    assert len(alive) < 4_500


@pytest.fixture
def noted() -> Iterator[list[object]]:
    yield []


def test_a_finalizer_runs_on_the_thread_that_dropped_it_and_after_the_call(
    guest: Guest, noted: list[object]
) -> None:
    region = guest.store._region
    assert region is not None
    lock = region.lock

    class Dying:
        def __del__(self) -> None:
            noted.append(threading.get_ident())
            # Inside the region, and in no callback: the native call has returned.
            noted.append(hold(lock))
            noted.append(here.entrant is here.thread)
            # So it may call the store.
            noted.append(guest.call("one"))

    dropping(guest, Dying)
    with Elsewhere() as elsewhere:
        elsewhere.run(guest.store.gc)
        there = elsewhere.ident
    assert noted == [there, (there, 1), True, 1]
    left_alone(guest.store)


def test_a_finalizer_may_not_close_its_store(guest: Guest, noted: list[object]) -> None:
    class Dying:
        def __del__(self) -> None:
            with pytest.raises(ReentrancyError):
                guest.store.close()
            noted.append("refused")

    dropping(guest, Dying)
    guest.store.gc()
    assert noted == ["refused"]
    assert guest.call("one") == 1


def test_a_finalizer_may_drop_more(guest: Guest, noted: list[object]) -> None:
    class Dying:
        def __init__(self, left: int) -> None:
            self.left = left

        def __del__(self) -> None:
            noted.append(self.left)
            if self.left:
                dropping(guest, lambda: Dying(self.left - 1))
                guest.store.gc()

    dropping(guest, lambda: Dying(3))
    guest.store.gc()
    assert noted == [3, 2, 1, 0]


def test_a_finalizer_that_raises_disturbs_nobody(
    guest: Guest, monkeypatch: pytest.MonkeyPatch, noted: list[object]
) -> None:
    monkeypatch.setattr("sys.unraisablehook", lambda raised: noted.append(raised.exc_type))

    class Dying:
        def __del__(self) -> None:
            raise ZeroDivisionError

    dropping(guest, Dying)
    guest.store.gc()
    assert noted == [ZeroDivisionError]
    assert guest.call("one") == 1
    left_alone(guest.store)


def test_nothing_is_lost_when_another_store_is_used_between(guest: Guest) -> None:
    other = Guest()
    alive: weakref.WeakSet[Thing] = weakref.WeakSet()
    while not DROPPED:
        # A call that traps leaves what it dropped for later.
        thing = Thing()
        alive.add(thing)
        with pytest.raises(Trap):
            guest.call("trap", thing)
    del thing
    dropped, before = len(DROPPED), len(alive)
    assert other.call("one") == 1
    assert len(alive) == before, "another store's call is no place for finalizers of this one"
    assert guest.call("one") == 1
    assert before - len(alive) >= dropped - 1


def test_the_numbers_of_a_store_that_is_gone_are_forgotten(guest: Guest) -> None:
    for _ in range(3):
        other = Guest()
        for _ in range(100):
            other.call("keep", Thing())
        other.store.close()
        del other
        gc.collect()
    guest.call("one")
    assert not DROPPED


def test_objects_go_with_their_store() -> None:
    guest = Guest()
    thing = Thing()
    gone = weakref.ref(thing)
    guest.call("keep", thing)
    del thing
    guest.store.close()
    assert gone() is None
