"""Custody: one word says who has some regions, and who holds its lock changes it (T2, P1)."""

from __future__ import annotations

from typing import Any

import pytest

from safestore.errors import (
    InTransitError,
    MisuseError,
    ReentrancyError,
    StoreBusyError,
    TokenSpentError,
    WrongThreadError,
)
from safestore.ownership.custody import Custody, Tenure, over, refusal
from safestore.ownership.lock import hold
from safestore.ownership.place import place_of_caller
from safestore.ownership.region import Region
from safestore.ownership.thread import here

from .boxes import on_ended_thread
from .elsewhere import Elsewhere, inside_elsewhere
from .entering import enter


def mine() -> Tenure:
    return Tenure("pinned", here.thread, place_of_caller())


def transit() -> Tenure:
    return Tenure("moved", None, place_of_caller())


def held(tenure: Tenure | None) -> Custody:
    custody = Custody()
    custody.tenure = tenure
    return custody


class TestEnding:
    def test_what_the_action_gives(self) -> None:
        tenure = mine()
        assert tenure.end(lambda: (hold(tenure.lock)[1], tenure.ending_here)) == (1, True)
        assert hold(tenure.lock) == (0, 0)
        assert not tenure.ending_here

    def test_an_action_that_raises_ends_nothing(self) -> None:
        tenure = mine()

        def fail() -> None:
            raise KeyError("why")

        for _ in range(2):
            with pytest.raises(KeyError, match="why"):
                tenure.end(fail)
            assert hold(tenure.lock) == (0, 0)

    @pytest.mark.parametrize(
        ("make", "error", "text"),
        [
            (mine, StoreBusyError, r"another thread \(.* on elsewhere\) is taking over what was"),
            (
                transit,
                TokenSpentError,
                r"another thread \(.* on elsewhere\) is landing .* try again",
            ),
        ],
    )
    def test_another_thread_that_is_at_it(
        self, make: Any, error: type[Exception], text: str, elsewhere: Elsewhere
    ) -> None:
        tenure: Tenure = make()
        with inside_elsewhere(elsewhere, tenure.acquire, tenure.release):
            ran: list[int] = []
            with pytest.raises(error, match=text):
                tenure.end(lambda: ran.append(1))
            assert ran == []
            # The hold of the other thread was not touched.
            assert hold(tenure.lock) == (elsewhere.ident, 1)
        assert tenure.end(lambda: "now") == "now"

    @pytest.mark.parametrize(
        ("make", "error"), [(mine, ReentrancyError), (transit, TokenSpentError)]
    )
    def test_within_itself(self, make: Any, error: type[Exception]) -> None:
        tenure: Tenure = make()

        def again() -> int:
            with pytest.raises(error, match="further up on this thread's stack"):
                tenure.end(lambda: pytest.fail("ended twice"))
            return hold(tenure.lock)[1]

        assert tenure.end(again) == 1
        assert hold(tenure.lock) == (0, 0)


class TestAdmission:
    def test_nobody_in_particular(self, elsewhere: Elsewhere) -> None:
        custody = held(None)
        custody.admit("it")
        elsewhere.run(custody.admit, "it")
        assert custody.state is None

    def test_the_owner_and_nobody_else(self, elsewhere: Elsewhere) -> None:
        custody = held(mine())
        custody.admit("it")
        assert custody.state is None
        with pytest.raises(WrongThreadError, match=r"it belongs to MainThread .*this is elsewhere"):
            elsewhere.run(custody.admit, "it")

    def test_nobody_in_transit(self, elsewhere: Elsewhere) -> None:
        custody = held(transit())
        assert custody.state == "in transit"
        for run in (lambda use: use(), elsewhere.run):
            with pytest.raises(InTransitError, match=r"moved at test_custody\.py:\d+ on MainThr"):
                run(lambda: custody.admit("it"))

    def test_in_transit_only_who_is_landing_it(self, elsewhere: Elsewhere) -> None:
        tenure = transit()
        custody = held(tenure)
        tenure.end(lambda: custody.admit("it"))

        def meanwhile() -> None:
            assert custody.state == "landing"
            with pytest.raises(InTransitError, match="being landed just now"):
                elsewhere.run(custody.admit, "it")

        tenure.end(meanwhile)
        assert custody.state == "in transit"

    def test_an_orphan_is_nobodys(self) -> None:
        custody = held(on_ended_thread(mine))
        assert custody.state == "orphaned"
        with pytest.raises(WrongThreadError, match=r"gone, which has ended .*unsafe\.reclaim"):
            custody.admit("it")

    def test_a_later_thread_with_the_same_ident_is_another(self) -> None:
        custody = held(on_ended_thread(mine))

        def later() -> bool:
            # The system hands the ident out again, or it does not: the answer is the same.
            with pytest.raises(WrongThreadError):
                custody.admit("it")
            return True

        assert all(on_ended_thread(later) for _ in range(20))

    def test_who_is_refused_never_takes_the_lock(self, elsewhere: Elsewhere) -> None:
        region = Region("Box")
        region.custody = held(mine())
        tried: list[str] = []
        taken = region.lock.acquire

        def acquire(blocking: bool = True) -> bool:
            tried.append(here.thread.name)
            return taken(blocking)

        region.acquire = acquire  # type: ignore[assignment]
        with pytest.raises(WrongThreadError):
            elsewhere.run(enter, region)
        assert tried == []
        enter(region)
        assert tried == ["MainThread"]


class TestClosing:
    def test_what_is_not_pinned_and_what_is_mine(self, elsewhere: Elsewhere) -> None:
        assert held(None).admit_close("it") is None
        custody = held(mine())
        assert custody.admit_close("it") is None
        with pytest.raises(WrongThreadError):
            elsewhere.run(custody.admit_close, "it")
        moved = transit()
        # Its token.
        moved.holder = lambda: self
        with pytest.raises(InTransitError):
            held(moved).admit_close("it")

    def test_what_lost_its_token_is_closed_by_anyone_with_a_word_about_it(self) -> None:
        warning = held(transit()).admit_close("it")
        assert warning is not None
        assert warning.startswith("it was moved at test_custody.py:")

    def test_an_orphan_is_closed_by_anyone_with_a_word_about_it(self) -> None:
        warning = held(on_ended_thread(mine)).admit_close("it")
        assert warning is not None
        assert warning.startswith("it was pinned at test_custody.py:")
        assert "neither closed nor handed on by gone" in warning


class TestWords:
    def test_a_landing_names_two_places(self) -> None:
        moved = transit()
        landed = Tenure("landed", here.thread, place_of_caller(), moved)
        assert str(moved).startswith("moved at test_custody.py:")
        assert str(landed) == f"moved {moved.at}, landed {landed.at}"

    def test_what_became_of_it(self) -> None:
        pinned, moved = mine(), transit()
        assert over("it", pinned) == "it is over"
        pinned.next = moved
        assert over("it", pinned) == f"it was {moved}"
        moved.next = Tenure("landed", here.thread, place_of_caller(), moved)
        assert over("it", pinned) == f"it was {moved}, landed {moved.next.at}"

    def test_a_refusal_says_what_to_do(self) -> None:
        theirs = Tenure("pinned", here.thread, place_of_caller())
        for tenure, mend in (
            (theirs, "pin.transfer()"),
            (transit(), "land its token"),
            (on_ended_thread(mine), "safestore.unsafe.reclaim"),
        ):
            error = refusal("Store 1", tenure)
            assert isinstance(error, MisuseError)
            assert str(error).startswith("Store 1 ")
            assert mend in str(error)
