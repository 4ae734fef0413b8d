"""A move that is struck when it is done, and before anybody has what came of it, is taken back.

And what changes hands is asked about anew, by whoever used it before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from safestore.errors import InTransitError, LandingError, MovedError
from safestore.ownership.bundle import Bundle
from safestore.ownership.custody import Custody, Tenure
from safestore.ownership.orphan import reclaim
from safestore.ownership.pinned import Pinned, TransferToken
from safestore.ownership.possession import Possession
from safestore.ownership.region import Region
from safestore.ownership.thread import here

from .boxes import Box, on_ended_thread
from .entering import nothing


class Struck(BaseException):
    pass


@contextmanager
def struck_after(cls: type, name: str, also: Callable[[], object] = nothing) -> Iterator[None]:
    """Whoever calls this method is struck when it has done its work."""
    method = getattr(cls, name)

    def struck(*arguments: Any) -> None:
        method(*arguments)
        also()
        raise Struck

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cls, name, struck)
        with pytest.raises(Struck):
            yield


def is_whole(pin: Any, box: Box) -> None:
    """The pin is what it was: for its value, for its region, and to be moved."""
    assert (pin._value, pin._face, pin._region) == (box, box, box.region)
    assert box.region.custody is pin._custody
    assert pin._custody.tenure is pin._tenure
    assert pin._tenure.next is None
    assert not pin.moved


class Watching(Custody):
    """Notes whether anybody was prepared for a region when the tenure changed."""

    __slots__ = ("_present", "region", "seen")

    def __init__(self, custody: Custody, region: Region) -> None:
        self._present = custody.tenure
        self.strict = custody.strict
        self.region = region
        self.seen: list[object] = []

    @property
    def tenure(self) -> Tenure | None:  # type: ignore[override]
        return self._present

    @tenure.setter
    def tenure(self, tenure: Tenure | None) -> None:
        self._present = tenure
        self.seen.append(self.region.last)


class Meddled(tuple[Region, ...]):
    """Regions that somebody enters whenever one goes through them: a signal handler, say."""

    __slots__ = ()

    def __iter__(self) -> Iterator[Region]:
        yield from super().__iter__()
        for region in super().__iter__():
            region.last = here.thread


def test_a_transfer() -> None:
    box = Box()
    pin: Any = Pinned(box)
    with struck_after(Tenure, "end"):
        pin.transfer()
    is_whole(pin, box)
    box.use()
    assert pin.transfer().land().value is box


def test_a_landing() -> None:
    box = Box()
    token: Any = Pinned(box).transfer()
    with struck_after(Possession, "_follow", box.use):
        token.land()
    assert token._value is box
    assert token._custody.tenure is token._transit
    assert token._transit.next is None
    assert box.region.last is None
    with pytest.raises(InTransitError):
        box.use()
    pin = token.land()
    assert pin.value is box
    assert token._value is None


def test_the_pin_of_a_landing_that_was_taken_back_is_over() -> None:
    box = Box()
    given: list[Any] = []
    box.on_land(given.append)
    token = Pinned(box).transfer()
    with struck_after(Possession, "_follow"):
        token.land()
    with pytest.raises(MovedError, match=r"Pinned\[Box\]"):
        given[0]._region.admit()
    with pytest.raises(MovedError, match=r"Pinned\[Box\]"):
        given[0].transfer()
    token.discard()


def test_reclaiming() -> None:
    box = Box()
    pin: Any = on_ended_thread(lambda: Pinned(box))
    with struck_after(Possession, "_follow", box.use):
        reclaim(pin)
    is_whole(pin, box)
    assert box.region.last is None
    taken = reclaim(pin)
    assert taken.value is box
    assert pin._value is None
    with pytest.raises(MovedError, match=r"Pinned\[Box\]"):
        pin._region.admit()


def test_nobody_is_prepared_when_a_landing_is_taken_back() -> None:
    box = Box()
    token: Any = Pinned(box).transfer()
    watching = token._custody = box.region.custody = Watching(token._custody, box.region)
    with struck_after(Possession, "_follow", box.use):
        token.land()
    # Landed, and taken back.
    assert len(watching.seen) == 2
    assert watching.seen[1] is None
    token.discard()


@pytest.mark.parametrize("move", [Pinned.transfer, Pinned.unpin])
def test_who_used_it_before_has_to_ask_again(move: Callable[[Any], object]) -> None:
    box = Box()
    pin: Any = Pinned(box)
    box.use()
    assert box.region.last is here.thread
    kept = move(pin)
    assert box.region.last is None
    assert pin._value is None
    assert pin.moved
    if isinstance(kept, TransferToken):
        with pytest.raises(InTransitError):
            box.use()
        kept.discard()


def test_who_enters_while_it_is_taken_back_has_to_ask_again() -> None:
    box = Box()
    token: Any = Pinned(box).transfer()
    tenure = Tenure("landed", here.thread, box.region.made_at)
    pin: Any = Pinned._of(None, token._bundle, token._custody, tenure)
    pin._follow(token._transit, "landed", token._claimed)
    rounds: list[Region] = []

    class Twice(Meddled):
        def __iter__(self) -> Iterator[Region]:
            # Somebody comes after the first round only.
            rounds.append(box.region)
            return super().__iter__() if len(rounds) == 1 else tuple.__iter__(self)

    pin._bundle = Bundle(Twice((box.region,)))
    pin._step_back(token._transit)
    assert len(rounds) == 2
    assert box.region.last is None
    token.discard()


def test_a_pin_that_could_not_be_made_holds_nothing() -> None:
    box = Box()
    pin: Any = Pinned.__new__(Pinned)
    with struck_after(Custody, "admit"):
        box.region.custody = Custody()
        pin.__init__(box)
    assert pin._custody.tenure is None
    box.use()
    assert Pinned(box).value is box


def test_a_landing_that_failed_leaves_no_trace() -> None:
    box = Box()
    works: list[bool] = []

    def hook(_pin: object) -> None:
        if not works:
            raise KeyError("not yet")

    box.on_land(hook)
    token: Any = Pinned(box).transfer()
    with pytest.raises(LandingError, match=r"landed on .*KeyError"):
        token.land()
    assert token._transit.next is None
    works.append(True)
    assert token.land().value is box


def test_reclaiming_that_failed_leaves_no_trace() -> None:
    box = Box()
    works: list[bool] = []

    def hook(_pin: object) -> None:
        if not works:
            raise KeyError("not yet")

    box.on_land(hook)
    pin: Any = on_ended_thread(lambda: Pinned(box))
    with pytest.raises(LandingError, match=r"reclaimed on .*KeyError"):
        reclaim(pin)
    is_whole(pin, box)
    works.append(True)
    assert reclaim(pin).value is box


def test_what_cannot_be_reclaimed_is_named() -> None:
    with pytest.raises(TypeError, match="int"):
        reclaim(5)  # type: ignore[type-var, arg-type]
