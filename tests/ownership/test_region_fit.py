"""What a region asks before a thread enters, and when it asks again (R5)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from safestore.ownership.region import Region, unprepare_all

from .entering import enter


class Fits:
    """Answers what it is told to, and counts how often it is asked."""

    def __init__(self) -> None:
        self.asked = 0
        self.again = False
        self.meanwhile: Callable[[], object] = lambda: None

    def __call__(self, _region: Region, _nested: bool) -> bool:
        self.asked += 1
        self.meanwhile()
        return self.again


@pytest.fixture
def fits() -> Fits:
    return Fits()


@pytest.fixture
def region(fits: Fits) -> Region:
    return Region("Store", fits)


def test_it_asks_once_a_thread(fits: Fits, region: Region) -> None:
    for _ in range(3):
        enter(region)
    assert fits.asked == 1


def test_it_asks_each_time_when_told_so(fits: Fits, region: Region) -> None:
    fits.again = True
    for _ in range(3):
        enter(region)
    assert fits.asked == 3
    assert region.last is None
    fits.again = False
    for _ in range(3):
        enter(region)
    assert fits.asked == 4


def test_it_asks_again_after_a_change(fits: Fits, region: Region) -> None:
    enter(region)
    unprepare_all(lambda: [region])
    assert region.last is None
    enter(region)
    enter(region)
    assert fits.asked == 2


def test_a_change_while_it_asks_is_not_missed(fits: Fits, region: Region) -> None:
    def change() -> None:
        fits.meanwhile = lambda: None
        # As by another thread, before this one notes that it was prepared.
        unprepare_all(lambda: [region])

    fits.meanwhile = change
    enter(region)
    assert fits.asked == 2
    assert region.last is None
    enter(region)
    assert fits.asked == 3
    assert region.last is not None


def test_who_is_refused_is_not_prepared(fits: Fits, region: Region) -> None:
    def refuse() -> None:
        raise RuntimeError("unfit")

    fits.meanwhile = refuse
    for _ in range(2):
        with pytest.raises(RuntimeError, match="unfit"):
            enter(region)
    assert fits.asked == 2
    assert region.last is None
    assert region.state == "idle"
