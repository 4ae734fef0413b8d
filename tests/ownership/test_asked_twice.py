"""What is asked before a lock is taken is asked again inside: somebody may have been faster."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from safestore.errors import (
    InTransitError,
    MovedError,
    ReentrancyError,
    TokenSpentError,
    WrongThreadError,
)
from safestore.ownership import pinned
from safestore.ownership.borrow import BORROWS, VIEWS
from safestore.ownership.custody import Custody, Tenure
from safestore.ownership.pinned import Pinned, TransferToken
from safestore.ownership.region import Region, holding, unprepare_all
from safestore.ownership.thread import NOWHERE

from .boxes import Box, Struck, on_ended_thread
from .elsewhere import Elsewhere
from .entering import enter, in_callback


@contextmanager
def before_ending(meanwhile: Callable[[], object]) -> Iterator[None]:
    """The next tenure that is ended is ended when something else has been done."""
    end = Tenure.end
    with pytest.MonkeyPatch.context() as patch:

        def late(tenure: Tenure, action: Callable[[], Any]) -> Any:
            patch.undo()
            meanwhile()
            return end(tenure, action)

        patch.setattr(Tenure, "end", late)
        yield


@pytest.fixture
def unasked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is asked before the lock is taken."""
    monkeypatch.setattr(Region, "admit", lambda region: None)


@pytest.mark.usefixtures("unasked")
def test_entering(elsewhere: Elsewhere) -> None:
    box = Box()
    pin = elsewhere.run(Pinned, box)
    with pytest.raises(WrongThreadError) as caught:
        box.use()
    assert str(caught.value).startswith(str(box.region))
    elsewhere.run(pin.close)


@pytest.mark.usefixtures("unasked")
def test_pinning(elsewhere: Elsewhere) -> None:
    box = Box()
    pin = elsewhere.run(Pinned, box)
    with pytest.raises(WrongThreadError) as caught:
        Pinned(box)
    assert str(caught.value).startswith(str(box.region))
    assert elsewhere.run(pin.is_mine) is True
    assert pin.is_mine() is False
    elsewhere.run(pin.close)


def test_pinning_in_the_middle_of_a_landing_here() -> None:
    box = Box()
    token: Any = Pinned(box).transfer()

    def meanwhile() -> None:
        with pytest.raises(InTransitError) as caught:
            Pinned(box)
        assert str(caught.value).startswith(str(box.region))

    token._transit.end(meanwhile)
    token.discard()


def test_who_may_not_pin_never_takes_the_lock(elsewhere: Elsewhere) -> None:
    box = Box()
    pin = Pinned(box)
    tried: list[bool] = []

    def acquire(_blocking: bool) -> bool:
        tried.append(True)
        return False

    box.region.acquire = acquire  # type: ignore[assignment]
    with pytest.raises(WrongThreadError):
        elsewhere.run(Pinned, box)
    assert tried == []
    assert pin.is_mine()


def test_a_pin_that_is_struck_when_it_is_made_holds_nothing() -> None:
    box = Box()
    made: Any = Pinned.__new__(Pinned)

    def struck(*arguments: Any) -> None:
        holding(*arguments)
        raise Struck

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pinned, "holding", struck)
        with pytest.raises(Struck):
            made.__init__(box)
    assert made._custody.tenure is None
    box.use()
    box.use()
    Pinned(box)
    assert box.region.last is None


@pytest.mark.parametrize("move", [Pinned.transfer, Pinned.unpin])
def test_a_pin_that_somebody_else_has_moved(move: Callable[[Any], object]) -> None:
    box = Box()
    pin = Pinned(box)
    tokens: list[TransferToken[Box]] = []
    with before_ending(lambda: tokens.append(pin.transfer())), pytest.raises(MovedError):
        move(pin)
    assert tokens[0].land().value is box


@pytest.mark.parametrize("move", [TransferToken.land, TransferToken.discard])
def test_a_token_that_somebody_else_has_landed(move: Callable[[Any], object]) -> None:
    box = Box()
    token = Pinned(box).transfer()
    pins: list[Pinned[Box]] = []
    with before_ending(lambda: pins.append(token.land())), pytest.raises(TokenSpentError):
        move(token)
    assert pins[0].value is box
    assert not box.freed


def test_closing_asks_before_and_in_the_lock() -> None:
    asked: list[object] = []

    class Asked(Custody):
        def admit_close(self, region: object) -> str | None:
            asked.append(region)
            return None

    region = Region("Store")
    region.custody = Asked()
    assert region.close() is True
    assert asked == [region, region]


def test_closing_an_orphan_tells_which() -> None:
    box = Box()
    on_ended_thread(lambda: Pinned(box))
    with pytest.warns(ResourceWarning) as warned:
        box.region.close()
    assert str(warned[0].message).startswith(str(box.region))


def test_what_is_prepared_anew_is_asked_with_what_it_was_asked() -> None:
    asked: list[tuple[Region, bool]] = []
    changes: list[bool] = []

    def fit(region: Region, nested: bool) -> None:
        asked.append((region, nested))
        if changes:
            changes.pop()
            unprepare_all(lambda: [region])

    region = Region("Store", fit)
    # Twice: a change is told from the one before as well.
    for _ in range(2):
        changes.append(True)
        enter(region)
        assert region.last is None
    assert asked == [(region, False)] * 4
    asked.clear()
    changes.append(True)
    enter(region, lambda: in_callback(lambda: enter(region)))
    assert asked[:2] == [(region, False)] * 2
    assert set(asked[2:]) == {(region, True)}


def test_a_landing_asks_whether_the_thread_is_fit() -> None:
    asked: list[tuple[Region, bool]] = []
    box = Box(lambda region, nested: asked.append((region, nested)))
    token = Pinned(box).transfer()
    asked.clear()
    pin = token.land()
    assert asked == [(box.region, False)]
    again = pin.transfer()
    asked.clear()
    in_callback(again.land)
    assert asked == [(box.region, True)]


class Parked:
    """Stands for a lock that was taken by another greenlet after it was asked."""

    def __init__(self, inside: bool, depth: int) -> None:
        self.inside = inside
        self.depth = depth

    def _is_owned(self) -> bool:
        return self.inside

    def __repr__(self) -> str:
        return f"<lock owner=1 count={self.depth}>"


@pytest.mark.parametrize("use", ["close", "hold"])
@pytest.mark.parametrize("greenlets", [True, False])
@pytest.mark.parametrize("inside", [True, False])
@pytest.mark.parametrize("depth", [1, 2, 3])
def test_inside_by_the_lock_or_in_another_greenlet(
    use: str, greenlets: bool, inside: bool, depth: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    if greenlets:
        monkeypatch.setitem(sys.modules, "greenlet", sys)
    else:
        monkeypatch.delitem(sys.modules, "greenlet", raising=False)
    region: Any = Region("Store")
    region.lock = Parked(inside, depth)
    if inside or (greenlets and depth > 1):
        with pytest.raises(ReentrancyError, match=use):
            region.close() if use == "close" else holding([region], use, lambda: None)
        assert region.closed_at is None
    else:
        region.close() if use == "close" else holding([region], use, lambda: None)


def test_what_is_lent_is_noted_in_the_table_that_is_returned() -> None:
    region = Region("Store")
    assert region.lend(-1000, True) is BORROWS
    assert region.lend(-1000, False) is VIEWS
    assert BORROWS.pop(-1000).region is region
    assert VIEWS.pop(-1000).region is region


def test_nothing_is_held_in_an_output_callback() -> None:
    region = Region("Store")

    def nested() -> None:
        with pytest.raises(ReentrancyError) as caught:
            holding([region], "tried", lambda: None)
        assert str(caught.value).startswith(f"{region} cannot be tried")

    in_callback(nested, NOWHERE)


def test_of_several_the_one_that_is_in_use_is_named() -> None:
    one, other = Region("Store"), Region("Store")

    def nested() -> None:
        with pytest.raises(ReentrancyError) as caught:
            holding([one, other], "tried", lambda: None)
        assert str(caught.value).startswith(f"{other} cannot be tried")

    enter(other, nested)
