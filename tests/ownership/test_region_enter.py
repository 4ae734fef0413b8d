"""Entering a region: idle, running at some depth, busy, and what `last` and `fit` have to do."""

from __future__ import annotations

import threading

import pytest

from safestore.errors import MisuseError, ReentrancyError, StoreBusyError
from safestore.ownership.lock import NOT_OWNED, exclusive_lock, hold
from safestore.ownership.region import Region
from safestore.ownership.thread import NOWHERE, here

from .elsewhere import Elsewhere, inside_elsewhere
from .entering import enter, in_callback


class Unfit(Exception):
    pass


class Fits:
    """A `fit` that notes what it was called with, and refuses when told to."""

    def __init__(self) -> None:
        self.calls: list[tuple[int, bool]] = []
        self.refusing = False

    def __call__(self, region: Region, nested: bool) -> None:
        self.calls.append((threading.get_ident(), nested))
        # Inside the lock, before anything else.
        assert hold(region.lock)[0] == threading.get_ident()
        if self.refusing:
            raise Unfit


def test_a_new_region_is_idle() -> None:
    region = Region("Store")
    assert region.state == "idle"
    assert hold(region.lock) == (0, 0)
    assert region.last is None
    assert region.made_at.code is test_a_new_region_is_idle.__code__


def test_inside_it_is_running_and_afterwards_idle() -> None:
    region = Region("Store")
    seen: list[object] = []
    enter(region, lambda: seen.append((region.state, hold(region.lock))))
    assert seen == [("running", (threading.get_ident(), 1))]
    assert region.state == "idle"


def test_the_depth_counts_entries_and_goes_down_again() -> None:
    region = Region("Store")
    depths: list[int] = []

    def deeper(left: int) -> None:
        depths.append(hold(region.lock)[1])
        if left:
            enter(region, lambda: deeper(left - 1))
            depths.append(hold(region.lock)[1])

    enter(region, lambda: deeper(3))
    assert depths == [1, 2, 3, 4, 3, 2, 1]
    assert region.state == "idle"


def test_what_the_body_raises_leaves_the_region_idle_and_usable() -> None:
    region = Region("Store")
    with pytest.raises(ZeroDivisionError):
        enter(region, lambda: 1 // 0)
    assert region.state == "idle"
    enter(region)


def test_another_thread_is_refused_at_once(elsewhere: Elsewhere) -> None:
    region = Region("Store")
    refused: list[StoreBusyError] = []

    def try_it() -> None:
        with pytest.raises(StoreBusyError) as caught:
            enter(region)
        refused.append(caught.value)
        # The refused thread's release must not free this thread's hold.
        assert hold(region.lock) == (threading.main_thread().ident, 1)

    enter(region, lambda: elsewhere.run(try_it))
    (error,) = refused
    assert isinstance(error, MisuseError)
    assert str(region) in str(error)
    assert "MainThread" in str(error)
    assert "test_region_enter.py" in str(error)
    assert region.state == "idle"


def test_a_refusal_after_the_other_has_left_says_so() -> None:
    region = Region("Store")
    with pytest.raises(StoreBusyError, match="a moment ago"):
        region.refuse()


def test_a_refusal_does_not_disturb_the_one_inside(elsewhere: Elsewhere) -> None:
    region = Region("Store")
    with inside_elsewhere(elsewhere, region.acquire, region.release):
        for _ in range(100):
            with pytest.raises(StoreBusyError):
                enter(region)
            assert hold(region.lock) == (elsewhere.ident, 1)
    enter(region)


def test_a_refusal_in_a_callback_keeps_the_outer_hold(elsewhere: Elsewhere) -> None:
    outer, busy = Region("Store"), Region("Store")
    with inside_elsewhere(elsewhere, busy.acquire, busy.release):

        def nested() -> None:
            with pytest.raises(StoreBusyError):
                enter(busy)
            assert hold(outer.lock)[1] == 1

        enter(outer, lambda: in_callback(nested))
    assert outer.state == busy.state == "idle"


def test_sequential_use_by_several_threads_is_let_in(elsewhere: Elsewhere) -> None:
    region = Region("Store")
    for _ in range(3):
        enter(region)
        elsewhere.run(enter, region)
    assert region.state == "idle"


def test_fit_is_called_on_the_first_entry_and_on_each_change_of_thread(
    elsewhere: Elsewhere,
) -> None:
    fits = Fits()
    region = Region("Store", fits)
    main = threading.get_ident()
    enter(region)
    enter(region)
    assert fits.calls == [(main, False)]
    elsewhere.run(enter, region)
    elsewhere.run(enter, region)
    assert fits.calls == [(main, False), (elsewhere.ident, False)]
    enter(region)
    assert fits.calls[2:] == [(main, False)]


def test_fit_is_called_on_each_entry_from_a_callback() -> None:
    fits = Fits()
    region = Region("Store", fits)

    def twice() -> None:
        enter(region)
        enter(region)

    enter(region, lambda: in_callback(twice))
    assert [nested for _, nested in fits.calls] == [False, True, True]
    enter(region)
    assert len(fits.calls) == 3


def test_a_nested_entry_outside_a_callback_is_not_fitted_again() -> None:
    # A signal handler or a finalizer that interrupts an entry: the thread is already fit.
    fits = Fits()
    region = Region("Store", fits)
    enter(region, lambda: enter(region))
    assert len(fits.calls) == 1


def test_what_does_not_fit_is_not_entered_and_is_asked_again() -> None:
    fits = Fits()
    fits.refusing = True
    region = Region("Store", fits)
    entered: list[int] = []
    for _ in range(2):
        with pytest.raises(Unfit):
            enter(region, lambda: entered.append(1))
        assert region.last is None
        assert region.state == "idle"
    fits.refusing = False
    enter(region, lambda: entered.append(2))
    assert entered == [2]
    assert len(fits.calls) == 3


def test_last_is_the_key_of_the_thread_that_was_prepared(elsewhere: Elsewhere) -> None:
    region = Region("Store")
    enter(region)
    assert region.last is here.thread
    theirs = elsewhere.run(lambda: here.thread)
    elsewhere.run(enter, region)
    assert region.last is theirs
    with pytest.raises(Unfit):
        region.fit = Fits()
        region.fit.refusing = True
        enter(region)
    assert region.last is theirs


def test_last_is_never_the_address_of_an_activation() -> None:
    region = Region("Store")
    seen: list[object] = []
    enter(region, lambda: in_callback(lambda: enter(region, lambda: seen.append(region.last))))
    assert seen == [here.thread]


def test_an_output_callback_may_not_enter_anything() -> None:
    region, other = Region("Store"), Region("Store")
    enter(other)

    def nested() -> None:
        for each in (region, other):
            with pytest.raises(ReentrancyError, match="output callback"):
                enter(each)

    enter(region, lambda: in_callback(nested, NOWHERE))
    enter(region)
    enter(other)


def test_two_regions_are_entered_one_inside_the_other() -> None:
    one, other = Region("Store"), Region("Store")
    seen: list[object] = []
    enter(one, lambda: in_callback(lambda: enter(other, lambda: seen.append(one.state))))
    assert seen == ["running"]
    assert one.state == other.state == "idle"


def test_a_region_tells_its_name_and_state() -> None:
    region = Region("Linker")
    assert str(region).startswith("Linker ")
    assert repr(region).endswith(": idle>")
    assert str(Region("Linker")) != str(region)


def test_hold_reads_a_lock() -> None:
    lock = exclusive_lock()
    assert hold(lock) == (0, 0)
    lock.acquire()
    lock.acquire()
    assert hold(lock) == (threading.get_ident(), 2)
    lock.release()
    lock.release()
    assert hold(lock) == (0, 0)


def test_a_lock_without_the_expected_repr_counts_as_free() -> None:
    assert hold(object()) == (0, 0)  # type: ignore[arg-type]


def test_a_release_by_a_thread_that_does_not_hold_the_lock_changes_nothing(
    elsewhere: Elsewhere,
) -> None:
    lock = exclusive_lock()
    with pytest.raises(RuntimeError) as caught:
        lock.release()
    assert caught.value.args == NOT_OWNED
    with inside_elsewhere(elsewhere, lock.acquire, lock.release):
        with pytest.raises(RuntimeError) as caught:
            lock.release()
        assert caught.value.args == NOT_OWNED
        assert hold(lock) == (elsewhere.ident, 1)
