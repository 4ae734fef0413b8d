"""Bundles: which regions are found in a value, so that they move together (T4)."""

from __future__ import annotations

import collections
import dataclasses
import logging
import sys
import threading
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest

from safestore.errors import NotSendError
from safestore.ownership.bundle import region_of, unpack
from safestore.ownership.pinned import Pinned
from safestore.ownership.region import Region

from .boxes import Box, Part


class Linker:
    """Stands for what has no region and moves along."""

    _moves_along = True

    def __init__(self, *functions: Any) -> None:
        self.functions = functions

    def _host_state(self) -> Any:
        return [("callback f", function) for function in self.functions]


@dataclasses.dataclass
class Plugin:
    store: Box
    name: str = "plugin"
    more: Any = None


@dataclasses.dataclass(frozen=True)
class Slotted:
    __slots__ = ("first", "second")
    first: Box
    second: Box


class Named(NamedTuple):
    store: Box
    part: Part


class Plain:
    """As attrs would make one: attributes in `__dict__`, some of them with an underscore."""

    def __init__(self, store: Box) -> None:
        self._store = store
        self.parts = [Part(store)]


class HalfSlotted(Plain):
    __slots__ = ("never", "other")

    def __init__(self, store: Box, other: Box) -> None:
        super().__init__(store)
        self.other = other


def found(value: Any) -> list[Region]:
    return list(unpack(value).regions)


def test_a_store_alone() -> None:
    box = Box()
    assert found(box) == [box.region]
    assert found(Part(box)) == [box.region]
    assert region_of(box) is box.region
    assert region_of(5) is None


def wrapped(box: Box, other: Box) -> list[Any]:
    """Bundles of both."""
    return [
        (box, other),
        [box, [[other]]],
        {"a": box, "b": other},
        {1: (box,), 2: {"deep": {"er": other}}},
        {Key(box): other},
        collections.deque([box, other]),
        collections.OrderedDict(a=box, b=other),
        Plugin(box, more=[Part(other)]),
        Slotted(box, other),
        [Named(box, Part(box)), other],
        SimpleNamespace(a=box, b=SimpleNamespace(c=other)),
        HalfSlotted(box, other),
        (Plain(box), Plain(other)),
    ]


class Key:
    def __init__(self, box: Box) -> None:
        self.box = box


@pytest.mark.parametrize("kind", range(len(wrapped(Box(), Box()))))
def test_two_stores_in_whatever_holds_them(kind: int) -> None:
    box, other = Box(), Box()
    value = wrapped(box, other)[kind]
    assert set(found(value)) == {box.region, other.region}
    pin = Pinned(value)
    token = pin.transfer()
    assert box.region.state == other.region.state == "in transit"
    assert token.land().value is value
    box.use()
    other.use()


def test_sets() -> None:
    box, other = Box(), Box()
    assert set(found({box, other})) == {box.region, other.region}
    assert set(found(frozenset([box, Part(other)]))) == {box.region, other.region}


def test_each_once() -> None:
    box = Box()
    assert found([box, box, Part(box), (Part(box), [box])]) == [box.region]


def test_in_the_order_in_which_they_are_found() -> None:
    boxes = [Box() for _ in range(5)]
    assert found(boxes) == [box.region for box in boxes]
    assert found(list(reversed(boxes))) == [box.region for box in reversed(boxes)]


def test_cycles_end() -> None:
    box = Box()
    ring: list[Any] = [box]
    ring.append(ring)
    assert found(ring) == [box.region]


def test_nothing_in_it() -> None:
    for value in (None, 1, "text", b"", [], {}, object(), int, Plain):
        assert found(value) == []


def test_linkers_come_along() -> None:
    box, linker = Box(), Linker()
    bundle = unpack((box, linker, {"again": linker}))
    assert bundle.regions == (box.region,)
    assert bundle.companions == (linker,)
    pin = Pinned((box, linker))
    pin.transfer().discard()


def test_what_a_linker_holds_is_asked_for() -> None:
    pin = Pinned((Box(), Linker(threading.local().__setattr__)))
    with pytest.raises(NotSendError, match=r"callback f -> "):
        pin.transfer()


def test_a_class_that_answers_to_everything_is_no_linker() -> None:
    class Meta(type):
        def __getattr__(cls, name: str) -> Any:
            return True

    class Yes(metaclass=Meta):
        pass

    assert unpack((Box(), Yes())).companions == ()


def test_what_the_rest_of_the_program_hangs_on_ends_it() -> None:
    box = Box()
    bystander = Box()
    sys.modules[__name__].__dict__["_bystander"] = bystander
    try:
        for other in (
            sys.modules[__name__],
            sys,
            logging.getLogger(__name__),
            Plain,
            sys._getframe(),
        ):
            assert found(SimpleNamespace(box=box, other=other)) == [box.region], other
    finally:
        del sys.modules[__name__].__dict__["_bystander"]


def test_what_is_shared_is_looked_into_when_it_is_the_users_own() -> None:
    class Worker(threading.Thread):
        def __init__(self, box: Box) -> None:
            super().__init__()
            self.box = box

    box = Box()
    assert box.region in found(Worker(box))


def test_too_much() -> None:
    with pytest.raises(ValueError, match="more than 10000 objects hang together"):
        unpack([Box(), [object() for _ in range(10_001)]])


def test_what_says_that_it_is_a_container() -> None:
    class Liar:
        @property
        def __class__(self) -> Any:
            return dict

    assert found((Box(), Liar())) != []
    assert found(Liar()) == []


def test_it_is_told_by_its_regions_or_its_type() -> None:
    box, other = Box(), Box()
    assert unpack((box, other)).told("tuple") == f"the bundle of {box.region}, {other.region}"
    assert unpack([]).told("list") == "this list"
