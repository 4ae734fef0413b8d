"""Closing a region: once, by one, and never while anyone is inside (R3, R4, H3)."""

from __future__ import annotations

import threading

import pytest

from safestore.errors import ClosedError, ReentrancyError, StoreBusyError
from safestore.ownership.borrow import BORROWS
from safestore.ownership.lock import hold
from safestore.ownership.region import Region

from .elsewhere import Elsewhere, inside_elsewhere
from .entering import enter, in_callback


def test_it_closes_once() -> None:
    region = Region("Store")
    assert region.close() is True
    assert region.state == "closed"
    first = region.closed_at
    assert region.close() is False
    assert region.closed_at is first
    assert hold(region.lock) == (0, 0)


def test_closed_at_tells_where() -> None:
    region = Region("Store")
    region.close()
    assert region.closed_at is not None
    assert region.closed_at.code is test_closed_at_tells_where.__code__


@pytest.mark.parametrize("used", [False, True])
def test_a_closed_region_is_not_entered(used: bool) -> None:
    region = Region("Store")
    if used:
        enter(region)
    region.close()
    assert region.last is None
    entered: list[int] = []
    for _ in range(2):
        with pytest.raises(ClosedError, match=r"already closed.*test_region_close\.py"):
            enter(region, lambda: entered.append(1))
    assert entered == []
    assert hold(region.lock) == (0, 0)


def test_a_closed_error_is_a_value_error_too() -> None:
    region = Region("Store")
    region.close()
    with pytest.raises(ValueError, match="already closed"):
        enter(region)


def test_a_closed_region_is_not_entered_from_a_callback_of_another() -> None:
    outer, closed = Region("Store"), Region("Store")
    closed.close()

    def nested() -> None:
        with pytest.raises(ClosedError):
            enter(closed)

    enter(outer, lambda: in_callback(nested))


def test_close_inside_is_refused_and_changes_nothing() -> None:
    region = Region("Store")

    def body() -> None:
        last = region.last
        with pytest.raises(ReentrancyError, match="return from the host function first"):
            region.close()
        assert region.last is last
        assert region.closed_at is None
        assert hold(region.lock)[1] == 1

    enter(region, body)
    enter(region, lambda: in_callback(body))
    assert region.close() is True


def test_close_deep_inside_is_refused() -> None:
    region = Region("Store")

    def body() -> None:
        with pytest.raises(ReentrancyError):
            region.close()
        assert hold(region.lock)[1] == 3

    enter(region, lambda: in_callback(lambda: enter(region, lambda: enter(region, body))))
    assert region.state == "idle"


def test_close_in_a_callback_of_another_region_is_allowed() -> None:
    outer, other = Region("Store"), Region("Store")
    enter(outer, lambda: in_callback(other.close))
    assert other.state == "closed"


def test_close_while_another_thread_is_inside_is_refused(elsewhere: Elsewhere) -> None:
    region = Region("Store")
    with inside_elsewhere(elsewhere, region.acquire, region.release):
        with pytest.raises(StoreBusyError, match="elsewhere"):
            region.close()
        assert region.closed_at is None
        assert hold(region.lock) == (elsewhere.ident, 1)
    assert region.close() is True


def test_close_again_while_another_thread_is_at_it_says_it_is_closed(
    elsewhere: Elsewhere,
) -> None:
    region = Region("Store")
    region.close()
    with inside_elsewhere(elsewhere, region.acquire, region.release):
        assert region.close() is False
        with pytest.raises(ClosedError):
            enter(region)
        assert hold(region.lock) == (elsewhere.ident, 1)


def close_at_once(region: Region, threads: int) -> list[bool | None]:
    """What as many closings at once answered; None for StoreBusyError."""
    ready = threading.Barrier(threads)
    answers: list[bool | None] = []

    def close() -> None:
        ready.wait()
        try:
            answers.append(region.close())
        except StoreBusyError:
            answers.append(None)

    workers = [threading.Thread(target=close) for _ in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return answers


def test_of_many_that_close_at_once_one_does() -> None:
    for _ in range(50):
        region = Region("Store")
        answers = close_at_once(region, threads=8)
        assert len(answers) == 8
        assert answers.count(True) == 1
        assert region.state == "closed"
        assert hold(region.lock) == (0, 0)


def test_a_borrow_does_not_keep_a_region_open() -> None:
    # The view keeps the memory alive by itself.
    region = Region("Store")
    enter(region, lambda: region.lend(-1, True))
    try:
        assert region.close() is True
    finally:
        BORROWS.pop(-1)
