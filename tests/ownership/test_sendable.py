"""Sendable is for type checkers (tests/typing): when the program runs, nothing is different."""

from __future__ import annotations

import pickle
from typing import Protocol

import pytest

from safestore.ownership.bundle import InRegion
from safestore.ownership.pinned import Pinned
from safestore.ownership.send import NotSend, is_send
from safestore.ownership.sendable import Sendable


class Job(Sendable):
    def __init__(self, number: int) -> None:
        self.number = number


class Bound(NotSend):
    pass


class Runs(Sendable, Protocol):
    def run(self) -> None: ...


class Runner:
    def run(self) -> None:
        pass


@pytest.mark.parametrize("cls", [NotSend, Bound, InRegion, Pinned])
def test_no_class_has_what_its_annotation_says(cls: type) -> None:
    assert callable(cls.__reduce__)


def test_pickle_takes_no_notice() -> None:
    assert pickle.loads(pickle.dumps(Job(3))).number == 3
    assert type(pickle.loads(pickle.dumps(Bound()))) is Bound


def test_neither_does_is_send() -> None:
    assert is_send(Job(3))
    assert not is_send(Bound())


def test_it_answers_nothing() -> None:
    with pytest.raises(TypeError, match="protocol"):
        isinstance(3, Sendable)


def test_a_protocol_may_build_on_it() -> None:
    runs: Runs = Runner()
    runs.run()
