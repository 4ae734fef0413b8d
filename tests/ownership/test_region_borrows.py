"""What is lent out of memories that may move stands in the way of what could move them (V3)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest

from safestore.errors import BorrowError
from safestore.ownership.borrow import BORROWS
from safestore.ownership.lock import hold
from safestore.ownership.region import Region
from safestore.ownership.thread import here

from .elsewhere import Elsewhere
from .entering import enter, in_callback

_keys = count(-1, -1)  # The native layer counts upwards.


@pytest.fixture
def region() -> Iterator[Region]:
    before = set(BORROWS)
    yield Region("Store")
    for key in set(BORROWS) - before:
        del BORROWS[key]


def lend(region: Region) -> int:
    key = next(_keys)
    enter(region, lambda: region.lend(key, True), moves=False)
    return key


def test_a_borrow_refuses_what_may_move(region: Region) -> None:
    lend(region)
    for _ in range(2):
        with pytest.raises(BorrowError, match=r"test_region_borrows\.py.*maximum"):
            enter(region)
        assert hold(region.lock) == (0, 0)


def test_a_borrow_error_is_a_buffer_error_too(region: Region) -> None:
    lend(region)
    with pytest.raises(BufferError):
        enter(region)


def test_a_borrow_lets_in_what_moves_nothing(region: Region) -> None:
    lend(region)
    entered: list[int] = []
    enter(region, lambda: entered.append(1), moves=False)
    assert entered == [1]


def test_with_a_borrow_out_every_entry_is_asked(region: Region) -> None:
    enter(region)
    assert region.last is here.thread
    lend(region)
    assert region.last is None
    enter(region, moves=False)
    assert region.last is None


def test_given_back_it_is_in_nobodys_way(region: Region) -> None:
    one, other = lend(region), lend(region)
    BORROWS.pop(one)
    with pytest.raises(BorrowError):
        enter(region)
    BORROWS.pop(other)
    enter(region)
    assert region.last is here.thread


def test_it_may_be_given_back_on_another_thread(region: Region, elsewhere: Elsewhere) -> None:
    key = lend(region)
    elsewhere.run(BORROWS.pop, key)
    enter(region)


def test_it_may_be_given_back_while_someone_is_inside(region: Region) -> None:
    key = lend(region)
    enter(region, lambda: BORROWS.pop(key), moves=False)
    enter(region)


def test_a_borrow_is_in_the_way_of_its_own_region_only(region: Region) -> None:
    lend(region)
    other = Region("Store")
    enter(other)
    assert other.last is here.thread
    assert other.borrows() == []
    assert [borrow.region for borrow in region.borrows()] == [region]


def test_a_borrow_made_in_a_callback_refuses_the_next_entry_there(region: Region) -> None:
    key = next(_keys)

    def nested() -> None:
        enter(region, lambda: region.lend(key, True), moves=False)
        with pytest.raises(BorrowError):
            enter(region)
        BORROWS.pop(key)
        enter(region)

    enter(region, lambda: in_callback(nested))
    assert region.state == "idle"


def test_the_error_names_each_place_once(region: Region) -> None:
    for _ in range(3):
        lend(region)
    with pytest.raises(BorrowError) as caught:
        enter(region)
    assert str(caught.value).count("test_region_borrows.py") == 1


def test_what_a_switch_hook_has_lent_is_asked_about_at_every_entry(region: Region) -> None:
    region.hooks = ((lambda contents: region.lend(next(_keys), True), True),)

    def use() -> None:
        enter(region, moves=False)
        assert region.last is None
        with pytest.raises(BorrowError):
            enter(region)

    with Elsewhere() as elsewhere:
        elsewhere.run(use)


def test_what_a_switch_hook_has_lent_is_in_the_way_of_the_entry_that_ran_it(
    region: Region,
) -> None:
    region.hooks = ((lambda contents: region.lend(next(_keys), True), True),)

    def use() -> None:
        with pytest.raises(BorrowError):
            enter(region)

    with Elsewhere() as elsewhere:
        elsewhere.run(use)
