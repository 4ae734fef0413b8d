"""Tokens: landed once, kept by a landing that fails, closed when dropped (T1 to T6)."""

from __future__ import annotations

import copy
import gc
import pickle
import threading
import warnings
from collections.abc import Callable
from typing import Any

import pytest

from safestore.errors import (
    InTransitError,
    LandingError,
    MovedError,
    ReentrancyError,
    TokenSpentError,
    WrongThreadError,
)
from safestore.ownership.lock import hold
from safestore.ownership.pinned import Pinned, TransferToken
from safestore.ownership.region import Region

from .boxes import Box, refused
from .elsewhere import Elsewhere


class Broken(Exception):
    pass


def race(threads: int, act: Callable[[], Any]) -> list[Any]:
    """What `act` gives or raises on so many threads at once."""
    ready = threading.Barrier(threads)
    answers: list[Any] = []

    def run() -> None:
        ready.wait()
        try:
            answers.append(act())
        except Exception as error:
            answers.append(error)

    workers = [threading.Thread(target=run, name=f"racer {i}") for i in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return answers


class TestLanding:
    def test_here_and_elsewhere(self, elsewhere: Elsewhere) -> None:
        box = Box()
        token = Pinned(box).transfer()
        assert not token.landed
        pin = elsewhere.run(token.land)
        assert token.landed
        assert elsewhere.run(pin.is_mine) and not pin.is_mine()
        elsewhere.run(box.use)
        pin = elsewhere.run(pin.transfer).land()
        box.use()
        assert pin.value is box

    def test_only_once(self, elsewhere: Elsewhere) -> None:
        token = Pinned(Box()).transfer()
        elsewhere.run(token.land)
        text = r"TransferToken\[Box\] was moved at .*, landed at .* on elsewhere; .*landed once"
        for act in (token.land, token.discard):
            for run in (elsewhere.run, lambda act: act()):
                with pytest.raises(TokenSpentError, match=text):
                    run(act)
        assert token.landed
        assert "landed at" in repr(token)

    def test_of_racing_landings_one_wins(self) -> None:
        for _ in range(30):
            box = Box()
            token = Pinned(box).transfer()
            answers = race(4, token.land)
            won = [answer for answer in answers if isinstance(answer, Pinned)]
            lost = [answer for answer in answers if isinstance(answer, TokenSpentError)]
            assert len(won) == 1 and len(lost) == 3, answers
            assert token.landed
            assert not won[0].moved
            assert hold(box.region.lock) == (0, 0)

    def test_of_landing_and_discarding_one_wins(self) -> None:
        for turn in range(30):
            box = Box()
            token = Pinned(box).transfer()
            acts = iter([token.land, token.discard, token.land, token.discard])
            answers = race(4, lambda acts=acts: next(acts)())
            done = [a for a in answers if not isinstance(a, TokenSpentError)]
            assert len(done) == 1, (turn, answers)
            assert token.landed is isinstance(done[0], Pinned)
            assert box.freed is (done[0] is None)

    def test_who_comes_meanwhile_is_told_who_is_landing(self, elsewhere: Elsewhere) -> None:
        box = Box()
        told: list[Any] = []

        def hook(pin: Any) -> None:
            for act in (token.land, token.discard, box.use):
                with pytest.raises((TokenSpentError, InTransitError), match="MainThread") as info:
                    elsewhere.run(act)
                told.append(info.value)
            assert box.region.state == "landing"

        box.on_land(hook)
        token = Pinned(box).transfer()
        pin = token.land()
        assert [type(error) for error in told] == [
            TokenSpentError,
            TokenSpentError,
            InTransitError,
        ]
        assert "if that fails the token is as it was: try again then" in str(told[0])
        assert pin.value is box

    def test_nobody_else_is_inside_before_it_has_completed(self, elsewhere: Elsewhere) -> None:
        box = Box()
        box.on_land(lambda pin: refused(InTransitError, elsewhere.run, box.use))
        seen: list[bool] = []
        box.on_land(lambda pin: seen.append(elsewhere.run(pin.is_mine)))
        Pinned(box).transfer().land()
        assert seen == [False]


class TestFailing:
    @pytest.fixture
    def failing(self) -> tuple[Box, TransferToken[Box], list[bool]]:
        box, fails = Box(), [True]

        def hook(pin: Any) -> None:
            kept.append(pin)
            if fails[0]:
                raise Broken("no connection")

        kept: list[Any] = []
        box._kept = kept  # type: ignore[attr-defined]
        box.on_land(hook)
        return box, Pinned(box).transfer(), fails

    def test_the_token_is_as_it_was(self, failing: Any, elsewhere: Elsewhere) -> None:
        box, token, fails = failing
        before = repr(token)
        for run in (elsewhere.run, lambda act: act(), elsewhere.run):
            with pytest.raises(LandingError, match="Broken: no connection; it is as it was") as e:
                run(token.land)
            assert isinstance(e.value.__cause__, Broken)
            assert repr(token) == before and not token.landed
            assert box.region.state == "in transit"
            with pytest.raises(InTransitError):
                box.use()
            assert hold(box.region.lock) == (0, 0)
            assert hold(token._transit.lock) == (0, 0)
        fails[0] = False
        pin = elsewhere.run(token.land)
        elsewhere.run(box.use)
        assert elsewhere.run(lambda: pin.value) is box

    def test_the_pin_that_the_hook_was_given_is_dead(self, failing: Any) -> None:
        box, token, fails = failing
        with pytest.raises(LandingError):
            token.land()
        fails[0] = False
        pin = token.land()
        dead, alive = box._kept
        assert alive is pin
        for use in (lambda: dead.value, dead.transfer, dead.close, dead._region.admit):
            with pytest.raises(MovedError):
                use()
        assert not dead.is_mine() and dead.moved
        assert pin.value is box

    def test_a_strike_in_a_hook_passes_as_it_is(self, failing: Any) -> None:
        box, token, _ = failing
        box.region.hooks = ((lambda pin: (_ for _ in ()).throw(KeyboardInterrupt), False),)
        with pytest.raises(KeyboardInterrupt):
            token.land()
        assert box.region.state == "in transit"
        box.region.hooks = ()
        assert token.land().value is box

    def test_the_thread_is_not_fit(self, elsewhere: Elsewhere) -> None:
        unfit = [elsewhere.ident]

        def fit(region: Region, nested: bool) -> None:
            if threading.get_ident() in unfit:
                raise Broken("too little stack")

        box = Box(fit)
        ran: list[int] = []
        box.on_land(lambda pin: ran.append(1))
        token = Pinned(box).transfer()
        with pytest.raises(LandingError, match="Broken: too little stack"):
            elsewhere.run(token.land)
        assert ran == [], "a hook ran on a thread that is not fit"
        assert token.land().value is box
        assert ran == [1]

    def test_one_of_two_regions(self, elsewhere: Elsewhere) -> None:
        one, two, fails = Box(), Box(), [True]
        ran: list[str] = []
        one.on_land(lambda pin: ran.append("one"))

        def hook(pin: Any) -> None:
            ran.append("two")
            if fails[0]:
                raise Broken

        two.on_land(hook)
        token = Pinned((one, two)).transfer()
        with pytest.raises(LandingError):
            elsewhere.run(token.land)
        for box in (one, two):
            assert box.region.state == "in transit"
            with pytest.raises(InTransitError):
                elsewhere.run(box.use)
        fails[0] = False
        assert token.land().value == (one, two)
        assert ran == ["one", "two", "one", "two"]

    def test_somebody_is_inside(self) -> None:
        # Nobody can be, but for who stands in a hook of the same landing.
        box = Box()
        answers: list[type] = []

        def hook(pin: Any) -> None:
            for act in (token.land, token.discard, pin.transfer, pin.unpin, pin.close):
                try:
                    act()
                except Exception as error:
                    answers.append(type(error))

        box.on_land(hook)
        token = Pinned(box).transfer()
        pin = token.land()
        assert answers == [TokenSpentError] * 2 + [ReentrancyError] * 3
        assert pin.value is box
        assert not box.freed


class TestDiscarding:
    def test_it_closes(self) -> None:
        one, two = Box(), Box()
        token = Pinned([one, two]).transfer()
        token.discard()
        assert one.freed and two.freed
        assert not token.landed
        assert "discarded at test_token.py" in repr(token)
        with pytest.raises(TokenSpentError, match=r"was discarded at test_token\.py"):
            token.land()
        with pytest.raises(TokenSpentError):
            token.discard()

    def test_from_another_thread(self, elsewhere: Elsewhere) -> None:
        box = Box()
        pin = Pinned(box)
        elsewhere.run(pin.transfer().discard)
        assert box.freed
        with pytest.raises(MovedError, match="discarded at"):
            _ = pin.value

    def test_a_value_without_a_region(self) -> None:
        token = Pinned([1]).transfer()
        token.discard()
        assert token._value is None


class TestDropping:
    def test_it_closes_with_a_warning(self) -> None:
        box = Box()
        token = Pinned(box).transfer()
        with pytest.warns(ResourceWarning, match=r"Box \d+ .* was moved at test_token\.py:\d+ on "):
            del token
        assert box.freed
        assert box.region.state == "closed"

    def test_on_another_thread(self, elsewhere: Elsewhere) -> None:
        box = Box()
        tokens = [Pinned(box).transfer()]
        with pytest.warns(ResourceWarning, match="was dropped"):
            elsewhere.run(tokens.clear)
        assert box.freed

    def test_in_a_cycle(self, elsewhere: Elsewhere) -> None:
        region = self.cycle().region
        gc.disable()
        try:
            box = self.cycle()
            region = box.region
            del box
            with pytest.warns(ResourceWarning, match="was dropped"):
                elsewhere.run(gc.collect)
        finally:
            gc.enable()
        assert region.state == "closed"

    @staticmethod
    def cycle() -> Box:
        box = Box()
        box.token = Pinned(box).transfer()  # type: ignore[attr-defined]
        return box

    def test_a_spent_one_says_nothing(self, elsewhere: Elsewhere) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            token = Pinned(Box()).transfer()
            pin = token.land()
            del token
            assert not pin.value.freed
            token = pin.transfer()
            token.discard()
            del token
            TransferToken.__new__(TransferToken)

    def test_where_warnings_are_errors_it_is_closed_all_the_same(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        said: list[Any] = []
        monkeypatch.setattr("sys.unraisablehook", lambda unraisable: said.append(unraisable))
        box = Box()
        token = Pinned(box).transfer()
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            del token
        assert box.freed
        assert [unraisable.exc_type for unraisable in said] == [ResourceWarning]
        said.clear()

    def test_while_its_landing_runs_it_lives(self) -> None:
        box = Box()
        kept = [Pinned(box).transfer()]
        box.on_land(lambda pin: kept.clear())
        assert kept[0].land().value is box
        assert not box.freed

    def test_a_failed_landing_may_be_the_last(self) -> None:
        box = Box()

        def hook(pin: Any) -> None:
            raise Broken

        box.on_land(hook)
        with pytest.raises(LandingError):
            landing = Pinned(box).transfer().land
            landing()
        with pytest.warns(ResourceWarning, match="was dropped"):
            del landing
            gc.collect()
        assert box.freed


class TestOneOfAKind:
    def test_it_is_not_made_by_hand(self) -> None:
        with pytest.raises(TypeError, match=r"use Pinned\.transfer"):
            TransferToken()

    def test_one_that_was_never_made(self) -> None:
        token: TransferToken[Any] = TransferToken.__new__(TransferToken)
        for act in (token.land, token.discard):
            with pytest.raises(ValueError, match="never initialized: this TransferToken was not"):
                act()
        assert token.landed is False
        assert repr(token) == "<TransferToken (not made)>"

    def test_a_second_init(self) -> None:
        token = Pinned(Box()).transfer()
        with pytest.raises(TypeError):
            token.__init__()  # type: ignore[misc]
        token.discard()

    def test_copies_are_the_same(self) -> None:
        token = Pinned(Box()).transfer()
        assert copy.copy(token) is token
        assert copy.deepcopy([token])[0] is token
        token.discard()
        with pytest.raises(TokenSpentError):
            copy.copy(token).land()

    def test_it_cannot_be_pickled(self) -> None:
        token = Pinned(1).transfer()
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            with pytest.raises(TypeError, match="cannot leave its process"):
                pickle.dumps(token, protocol)
        token.discard()

    def test_it_is_shown(self) -> None:
        token = Pinned(Box()).transfer()
        assert repr(token).startswith("<TransferToken[Box] of Box ")
        assert repr(token).endswith("on MainThread, not landed yet>")
        token.discard()


def test_a_spent_token_keeps_nothing_alive(elsewhere: Elsewhere) -> None:
    token = Pinned(Box()).transfer()
    elsewhere.run(token.land)
    assert token._value is None


def test_a_token_that_came_back(elsewhere: Elsewhere) -> None:
    """An older token stays spent, however often the value moves on."""
    box = Box()
    first = Pinned(box).transfer()
    second = elsewhere.run(lambda: first.land().transfer())
    for act in (first.land, first.discard):
        with pytest.raises(TokenSpentError):
            act()
    pin = second.land()
    with pytest.raises(WrongThreadError):
        elsewhere.run(pin.transfer)
    assert first.landed and second.landed
    assert pin.value is box
