"""Greenlets on one thread: calls have to return last in first out (R2)."""

from __future__ import annotations

import sys
from types import ModuleType

import pytest
from greenlet import getcurrent, greenlet

from safestore.errors import ReentrancyError
from safestore.ownership.lock import hold
from safestore.ownership.region import Region
from safestore.ownership.thread import getcurrent_greenlet, here

from .entering import enter, in_callback


def test_outside_of_callbacks_greenlets_take_turns() -> None:
    region = Region("Store")
    enter(region)
    greenlet(lambda: enter(region)).switch()
    enter(region)
    assert region.state == "idle"


def test_the_greenlet_of_the_innermost_callback_may_enter() -> None:
    region = Region("Store")
    entered: list[object] = []

    def call() -> None:
        enter(region, lambda: in_callback(lambda: enter(region, lambda: entered.append(1))))

    call()
    greenlet(call).switch()
    assert entered == [1, 1]


@pytest.mark.parametrize("same", [True, False])
def test_a_greenlet_started_in_a_callback_is_refused(same: bool) -> None:
    outer = Region("Store")
    inner = outer if same else Region("Store")

    def other() -> None:
        with pytest.raises(ReentrancyError, match="do not switch greenlets"):
            enter(inner)
        assert hold(outer.lock)[1] == 1

    enter(outer, lambda: in_callback(greenlet(other).switch))
    assert outer.state == inner.state == "idle"
    enter(inner)


@pytest.mark.parametrize("same", [True, False])
def test_while_a_greenlet_is_parked_in_a_callback_the_main_one_is_refused(same: bool) -> None:
    parked = Region("Store")
    other = parked if same else Region("Store")
    main = getcurrent()
    after: list[object] = []

    def park() -> None:
        main.switch()
        # Back on its own greenlet it goes on as if nothing had been.
        enter(parked, lambda: after.append(hold(parked.lock)[1]))

    worker = greenlet(lambda: enter(parked, lambda: in_callback(park)))
    worker.switch()
    for _ in range(2):
        with pytest.raises(ReentrancyError):
            enter(other)
    assert hold(parked.lock)[1] == 1
    worker.switch()
    assert after == [2]
    assert worker.dead
    enter(other)
    assert parked.state == other.state == "idle"


def test_a_refused_greenlet_may_enter_when_the_call_is_over() -> None:
    region = Region("Store")
    entered: list[object] = []

    def other() -> None:
        with pytest.raises(ReentrancyError):
            enter(region)
        main.switch()
        enter(region, lambda: entered.append(1))

    main = getcurrent()
    worker = greenlet(other)
    enter(region, lambda: in_callback(worker.switch))
    worker.switch()
    assert entered == [1]


def test_a_greenlet_that_is_killed_in_a_callback_leaves_the_region() -> None:
    region = Region("Store")
    main = getcurrent()
    worker = greenlet(lambda: enter(region, lambda: in_callback(main.switch)))
    worker.switch()
    assert hold(region.lock)[1] == 1
    worker.throw()
    assert hold(region.lock)[1] == 0
    assert here.entrant is here.thread
    enter(region)


def test_the_main_greenlet_is_none() -> None:
    assert getcurrent_greenlet() is None
    seen: list[object] = []
    worker = greenlet(lambda: seen.append(getcurrent_greenlet()))
    worker.switch()
    assert seen == [worker]


def test_without_the_module_there_is_one_greenlet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "greenlet")
    assert getcurrent_greenlet() is None
    region = Region("Store")
    enter(region, lambda: in_callback(lambda: enter(region)))


def test_the_module_may_come_while_a_callback_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    module: ModuleType = sys.modules["greenlet"]
    monkeypatch.delitem(sys.modules, "greenlet")
    region = Region("Store")
    refused: list[object] = []

    def other() -> None:
        with pytest.raises(ReentrancyError):
            enter(region)
        refused.append(1)

    def callback() -> None:
        monkeypatch.setitem(sys.modules, "greenlet", module)
        enter(region)
        greenlet(other).switch()

    enter(region, lambda: in_callback(callback))
    assert refused == [1]
