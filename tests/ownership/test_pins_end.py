"""Closing and dropping: what of it is done, who is told, and what about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from safestore.errors import (
    ForkedError,
    LandingError,
    MisuseError,
    NotSendError,
    ReentrancyError,
    StoreBusyError,
    TokenSpentError,
    WrongThreadError,
)
from safestore.ownership.borrow import BORROWS
from safestore.ownership.orphan import reclaim
from safestore.ownership.pinned import Pinned, TransferToken
from safestore.ownership.place import place_of_caller
from safestore.ownership.region import Region, holding
from safestore.ownership.send import NotSend
from safestore.ownership.thread import here

from .boxes import Box, Struck, Thing, on_ended_thread
from .elsewhere import Elsewhere, inside_elsewhere
from .entering import enter
from .test_fork import in_child


def test_a_bundle_closes_whole_or_not_at_all(elsewhere: Elsewhere) -> None:
    one, other = Box(), Box()
    pin = Pinned((one, other))
    with inside_elsewhere(elsewhere, other.region.acquire, other.region.release):
        with pytest.raises(StoreBusyError):
            pin.close()
        assert not one.freed

    def nested() -> None:
        with pytest.raises(ReentrancyError, match="closed"):
            pin.close()
        assert not one.freed

    other.use(nested)
    one.region.close()
    pin.close()
    assert one.freed and other.freed


def test_what_has_stores_is_closed_by_them_alone() -> None:
    plain = Thing()
    Pinned(plain).close()
    assert plain.closed == 1

    holds: Any = Thing()
    holds.box = Box()
    Pinned(holds).close()
    assert holds.box.freed
    assert holds.closed == 0


def test_what_is_pinned_is_told() -> None:
    plain = repr(Pinned(Thing()))
    assert plain.startswith("<Pinned[Thing]: pinned at test_pins_end.py:")
    box = Box()
    assert repr(Pinned(box)).startswith(f"<Pinned[Box] of {box.region}: pinned at ")


def test_a_token_that_is_good_for_nothing() -> None:
    token: Any = Pinned(Thing()).transfer()
    token._custody.tenure = None
    with pytest.raises(TokenSpentError) as caught:
        token.land()
    assert "None" not in str(caught.value)


def test_a_token_that_is_struck_when_it_is_dropped_drops_all_the_same() -> None:
    drop = TransferToken._drop
    tried: list[object] = []

    def struck(token: Any) -> None:
        tried.append(token)
        if len(tried) == 1:
            raise Struck
        drop(token)

    box = Box()
    token: Any = Pinned(box).transfer()
    transit = token._transit
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransferToken, "_drop", struck)
        with pytest.raises(Struck), pytest.warns(ResourceWarning):
            token.__del__()
    assert tried == [token, token]
    assert box.freed
    assert transit.next.verb == "dropped"
    assert transit.next.thread is None
    assert transit.next.at.code is not None


def test_unpinned_says_so() -> None:
    box = Box()
    pin: Any = Pinned(box)
    assert pin.unpin() is box
    assert pin._tenure.next.verb == "unpinned"
    assert pin._tenure.next.thread is here.thread


def forked(act: Callable[[], object], what: str) -> None:
    with pytest.raises(ForkedError) as caught:
        act()
    assert what in str(caught.value)


def test_nothing_of_the_parents_is_used_in_a_forked_child() -> None:
    box, thing, idle = Box(), Thing(), Region("Store")
    pin, plain = Pinned(box), Pinned(thing)
    token = Pinned(Box()).transfer()
    moved = Pinned(Thing()).transfer()
    orphan = on_ended_thread(lambda: Pinned(Thing()))

    def check() -> None:
        forked(lambda: pin.value, str(box.region))
        forked(lambda: plain.value, "Thing")
        forked(lambda: reclaim(orphan), "Thing")
        forked(lambda: holding([idle], "tried", lambda: None), str(idle))
        assert pin.is_mine() is False
        for each in (token, moved):
            with pytest.raises(LandingError) as caught:
                each.land()
            assert isinstance(caught.value.__cause__, ForkedError)
        assert "Thing" in str(caught.value).partition(" was ")[0]
        plain.close()
        assert thing.closed == 0
        pin.close()

    in_child(check)
    assert pin.value is box
    assert place_of_caller().thread == "MainThread"
    token.discard()
    moved.discard()


def test_a_token_that_is_dropped_while_it_is_landed_is_left_alone(elsewhere: Elsewhere) -> None:
    box = Box()
    token: Any = Pinned(box).transfer()
    transit = token._transit
    with inside_elsewhere(elsewhere, transit.acquire, transit.release):
        with pytest.warns(ResourceWarning):
            token.__del__()
        assert not box.freed
    token.discard()


def test_a_token_that_is_dropped_is_named() -> None:
    token: Any = Pinned(Thing()).transfer()
    with pytest.warns(ResourceWarning, match="Thing"):
        token.__del__()
    assert repr(token).startswith("<TransferToken[Thing]: dropped at ")
    token._transit.next = None
    assert repr(token) == "<TransferToken[Thing]: spent>"


def test_a_dropped_token_is_told_where_it_was_dropped() -> None:
    token: Any = Pinned(Thing()).transfer()
    with pytest.warns(ResourceWarning) as warned:
        token.__del__()
    assert warned[0].filename == __file__


def test_a_token_keeps_its_value_while_another_thread_tries_to_land_it(
    elsewhere: Elsewhere,
) -> None:
    thing = Thing()
    token: Any = Pinned(thing).transfer()
    transit = token._transit
    held = inside_elsewhere(elsewhere, transit.acquire, transit.release)
    with held, pytest.raises(TokenSpentError):
        token.land()
    # That failed.
    assert token.land().value is thing


def test_what_is_pinned_is_asked_whether_it_may_travel() -> None:
    with pytest.raises(NotSendError):
        Pinned([Box().region, NotSent()]).transfer()


def test_whose_it_is_and_what(elsewhere: Elsewhere) -> None:
    box, plain = Box(), Pinned(Thing())
    pin = elsewhere.run(Pinned, box)
    with pytest.raises(WrongThreadError) as caught:
        box.use()
    assert str(caught.value).startswith(str(box.region))
    elsewhere.run(pin.close)

    def other() -> None:
        with pytest.raises(WrongThreadError, match="Thing"):
            plain.value  # noqa: B018
        with pytest.raises(MisuseError, match="Thing"):
            reclaim(plain)

    elsewhere.run(other)


def test_what_a_hook_was_given_is_for_its_thread(elsewhere: Elsewhere) -> None:
    box = Box()
    told: list[str] = []

    def hook(pin: Any) -> None:
        def other() -> None:
            with pytest.raises(MisuseError) as caught:
                pin.value  # noqa: B018
            told.append(str(caught.value))

        elsewhere.run(other)

    box.on_land(hook)
    Pinned(box).transfer().land()
    assert told[0].startswith(str(box.region))


@NotSend.register
class NotSent:
    pass


def test_what_another_region_has_lent_is_in_nobodys_way(elsewhere: Elsewhere) -> None:
    region, other = Region("Store"), Region("Store")
    enter(other, lambda: other.lend(-2000, True), moves=False)
    elsewhere.run(enter, region)
    assert region.last is elsewhere.run(lambda: here.thread)
    BORROWS.pop(-2000)


def test_a_pin_gives_the_context_of_its_value(elsewhere: Elsewhere) -> None:
    class Context:
        def _context(self) -> str:
            return "of the value"

    pin = Pinned(Context())
    assert pin._context() == "of the value"
    with pytest.raises(WrongThreadError):
        elsewhere.run(pin._context)


def test_a_token_that_was_being_landed_at_a_fork_is_named(elsewhere: Elsewhere) -> None:
    token: Any = Pinned(Thing()).transfer()
    transit = token._transit

    def check() -> None:
        with pytest.raises(LandingError) as caught:
            token.land()
        assert "Thing" in str(caught.value).partition(" was ")[0]

    with inside_elsewhere(elsewhere, transit.acquire, transit.release):
        in_child(check)
    token.discard()
