"""Orphans: what a thread left pinned when it ended, and how it is taken over (T3, T5)."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from safestore.errors import (
    ClosedError,
    InTransitError,
    LandingError,
    MisuseError,
    MovedError,
    NotSendError,
    WrongThreadError,
)
from safestore.ownership.lock import hold
from safestore.ownership.orphan import reclaim
from safestore.ownership.pinned import Pinned

from .boxes import Box, on_ended_thread, refused
from .elsewhere import Elsewhere


def orphan(*boxes: Box) -> Pinned[Any]:
    value = boxes if len(boxes) != 1 else boxes[0]
    return on_ended_thread(lambda: Pinned(value))


def test_it_is_taken_over(elsewhere: Elsewhere) -> None:
    box = Box()
    old = orphan(box)
    with pytest.raises(WrongThreadError, match="which has ended"):
        _ = old.value
    pin = reclaim(old)
    assert pin.value is box and pin.is_mine()
    box.use()
    with pytest.raises(WrongThreadError, match=r"reclaimed at test_orphan\.py"):
        elsewhere.run(box.use)
    landed = elsewhere.run(pin.transfer().land)
    assert elsewhere.run(lambda: landed.value) is box


def test_the_old_pin_is_a_tombstone() -> None:
    box = Box()
    old = orphan(box)
    reclaim(old)
    for use in (lambda: old.value, old.transfer, old.unpin, old.close, old._region.admit):
        with pytest.raises(MovedError, match=r"was reclaimed at test_orphan\.py"):
            use()
    with pytest.raises(MovedError):
        _ = old._native
    assert old.moved
    assert old._value is None


def test_a_bundle_and_a_plain_value() -> None:
    one, two = Box(), Box()
    pin = reclaim(orphan(one, two))
    assert pin.value == (one, two)
    one.use()
    two.use()
    assert reclaim(on_ended_thread(lambda: Pinned([1]))).value == [1]


def test_not_from_a_living_owner(elsewhere: Elsewhere) -> None:
    box = Box()
    pin = elsewhere.run(Pinned, box)
    with pytest.raises(MisuseError, match="its owner is alive: have it transfer the pin"):
        reclaim(pin)
    mine = Pinned(Box())
    with pytest.raises(MisuseError, match="its owner is alive"):
        reclaim(mine)
    elsewhere.run(box.use)
    assert not pin.moved and not mine.moved


def test_not_twice(elsewhere: Elsewhere) -> None:
    box = Box()
    old = orphan(box)
    pin = reclaim(old)
    for run in (elsewhere.run, lambda act, *args: act(*args)):
        with pytest.raises(MovedError):
            run(reclaim, old)
    assert pin.value is box


def test_not_what_was_moved_before_the_thread_ended() -> None:
    box = Box()

    def work() -> Any:
        pin = Pinned(box)
        return pin, pin.transfer()

    pin, token = on_ended_thread(work)
    with pytest.raises(MovedError):
        reclaim(pin)
    with pytest.raises(InTransitError):
        box.use()
    assert token.land().value is box


def test_a_token_of_an_ended_thread_lands_as_any_other() -> None:
    box = Box()
    token = on_ended_thread(lambda: Pinned(box).transfer())
    assert token.land().value is box


def test_not_what_is_closed() -> None:
    box = Box()
    old = orphan(box)
    with pytest.warns(ResourceWarning):
        old.close()
    with pytest.raises(LandingError, match="ClosedError") as info:
        reclaim(old)
    assert isinstance(info.value.__cause__, ClosedError)


def test_nobody_is_asked_what_is_bound() -> None:
    box = Box(data=threading.local())
    pin = reclaim(orphan(box))
    box.use()
    with pytest.raises(NotSendError):
        pin.transfer()


def test_the_thread_is_made_fit_first(elsewhere: Elsewhere) -> None:
    box, fails, ran = Box(), [True], []

    def hook(pin: Any) -> None:
        ran.append(pin)
        # Not its owner yet, and may look all the same.
        assert pin.value is box
        box.use(moves=False)
        if fails[0]:
            raise KeyError("no table")

    box.on_land(hook)
    old = orphan(box)
    with pytest.raises(LandingError, match="KeyError: 'no table'; it is as it was"):
        reclaim(old)
    assert box.region.state == "orphaned"
    refused(WrongThreadError, lambda: old.value)
    refused(MovedError, lambda: ran[0].value)
    assert not old.moved
    fails[0] = False
    pin = elsewhere.run(reclaim, old)
    assert ran[-1] is pin
    elsewhere.run(box.use)


def test_of_racing_reclaims_one_wins_and_the_old_pin_stays_dead() -> None:
    for _ in range(30):
        box = Box()
        old = orphan(box)
        ready = threading.Barrier(4)
        answers: list[Any] = []

        def race(old: Any = old, ready: Any = ready, answers: Any = answers) -> None:
            ready.wait()
            try:
                answers.append(reclaim(old))
            except MisuseError as error:
                answers.append(error)

        threads = [threading.Thread(target=race) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len([answer for answer in answers if isinstance(answer, Pinned)]) == 1
        assert len(answers) == 4
        refused(MovedError, old._region.admit)
        assert old._value is None
        assert hold(box.region.lock) == (0, 0)


def test_who_comes_second_does_not_bring_the_old_pin_back() -> None:
    """The loser of a race whose winner was done before it began to claim."""
    box = Box()
    old = orphan(box)
    tenure = old._tenure
    inner = tenure.acquire
    winners: list[Any] = []

    def acquire(blocking: bool = True) -> bool:
        if not winners:
            winners.append(None)
            winners.append(reclaim(old))
        return inner(blocking)

    tenure.acquire = acquire  # type: ignore[assignment]
    with pytest.raises(MovedError):
        reclaim(old)
    assert winners[1].value is box
    assert old._value is None
    refused(MovedError, old._region.admit)


@pytest.mark.parametrize("wrong", [5, None, "pin", Box()])
def test_what_is_no_pin(wrong: Any) -> None:
    with pytest.raises(TypeError, match="expected a Pinned, got"):
        reclaim(wrong)


def test_a_pin_that_was_never_made() -> None:
    with pytest.raises(ValueError, match="never initialized"):
        reclaim(Pinned.__new__(Pinned))
