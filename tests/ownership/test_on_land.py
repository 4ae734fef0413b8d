"""Hooks of on_land: what they are given, when, and what they may not do (R5, T3)."""

from __future__ import annotations

import threading
from typing import Any

import pytest

import safestore as wasmtime
from safestore.errors import (
    ClosedError,
    InTransitError,
    LandingError,
    MovedError,
    ReentrancyError,
    TokenSpentError,
    WrongThreadError,
)
from safestore.ownership.lock import hold
from safestore.ownership.pinned import Pinned

from .boxes import refused
from .elsewhere import Elsewhere

_WAT = """
(module
  (memory (export "memory") 1 4)
  (table (export "table") 1 4 externref)
  (global (export "number") (mut i32) (i32.const 1))
  (func (export "run") (result i32) (i32.const 7)))
"""


class Guest:
    """A store with something in it."""

    def __init__(self) -> None:
        self.store = wasmtime.Store()
        self.module = wasmtime.Module(self.store.engine, _WAT)
        self.exports: Any = wasmtime.Instance(self.store, self.module, []).exports(self.store)

    def run(self, store: Any = None) -> int:
        found: int = self.exports["run"](store or self.store)
        return found


@pytest.fixture
def guest() -> Guest:
    return Guest()


class TestLandings:
    def test_in_the_order_in_which_they_were_given(
        self, guest: Guest, elsewhere: Elsewhere
    ) -> None:
        ran: list[tuple[int, str]] = []
        for number in range(5):
            guest.store.on_land(
                lambda pin, n=number: ran.append((n, threading.current_thread().name)),
                every_switch=number % 2 == 0,
            )
        pin = Pinned(guest.store)
        assert ran == []
        pin = elsewhere.run(pin.transfer().land)
        assert ran == [(number, "elsewhere") for number in range(5)]
        # The first entry is no change of thread any more.
        elsewhere.run(guest.run)
        assert len(ran) == 5
        elsewhere.run(pin.transfer).land()
        guest.run()
        assert ran[5:] == [(number, "MainThread") for number in range(5)]

    def test_what_they_are_given_stands_for_the_store(
        self, guest: Guest, elsewhere: Elsewhere
    ) -> None:
        seen: list[Any] = []

        def hook(pin: Any) -> None:
            seen.append(pin)
            assert isinstance(pin, Pinned) and pin.is_mine() and not pin.moved
            assert pin.value is guest.store
            guest.exports["memory"].write(pin, b"landed", 8)
            guest.exports["number"].set_value(pin, 5)
            guest.exports["table"].set(pin, 0, "made here")
            assert guest.exports["memory"].read(guest.store, 8, 14) == b"landed"
            assert guest.store.data() is None

        guest.store.on_land(hook)
        pin = elsewhere.run(Pinned(guest.store).transfer().land)
        assert seen == [pin]
        assert elsewhere.run(guest.exports["number"].value, pin) == 5
        assert elsewhere.run(guest.exports["table"].get, pin, 0) == "made here"

    def test_each_store_of_a_bundle(self, elsewhere: Elsewhere) -> None:
        one, two = Guest(), Guest()
        ran: list[Any] = []
        for guest in (one, two):
            guest.store.on_land(
                lambda pin, g=guest: ran.append((pin.value is g.store, g.run is not None))
            )
            guest.store.on_land(lambda pin, g=guest: g.exports["number"].set_value(pin, 9))
        elsewhere.run(Pinned([one.store, two.store]).transfer().land)
        assert ran == [(True, True)] * 2
        assert elsewhere.run(two.exports["number"].value, two.store) == 9

    def test_a_bundle_of_handles_has_no_store_to_hook(self, guest: Guest) -> None:
        ran: list[Any] = []
        guest.store.on_land(ran.append)
        pin = Pinned((guest.exports["run"],)).transfer().land()
        assert len(ran) == 1
        assert guest.run() == 7
        pin.close()

    def test_one_that_is_given_during_a_landing_waits_for_the_next(self, guest: Guest) -> None:
        ran: list[str] = []

        def first(pin: Any) -> None:
            ran.append("first")
            guest.store.on_land(lambda pin: ran.append("second"))

        guest.store.on_land(first)
        pin = Pinned(guest.store).transfer().land()
        assert ran == ["first"]
        pin.transfer().land()
        assert ran == ["first", "first", "second"]

    def test_as_a_decorator(self, guest: Guest) -> None:
        ran: list[Any] = []

        @guest.store.on_land
        def hook(pin: Any) -> None:
            ran.append(pin)

        Pinned(guest.store).transfer().land()
        assert len(ran) == 1
        hook(None)
        assert len(ran) == 2

    def test_pinning_and_unpinning_run_none(self, guest: Guest) -> None:
        ran: list[Any] = []
        guest.store.on_land(ran.append)
        Pinned(guest.store).unpin()
        Pinned(guest.store).transfer().discard()
        assert ran == []


class TestSwitches:
    def test_a_plain_hand_over_runs_those_that_asked(
        self, guest: Guest, elsewhere: Elsewhere
    ) -> None:
        ran: list[tuple[str, Any]] = []
        guest.store.on_land(lambda store: ran.append(("landing", store)))
        guest.store.on_land(lambda store: ran.append(("switch", store)), every_switch=True)
        guest.run()
        assert ran == []
        for _ in range(3):
            elsewhere.run(guest.run)
        assert ran == [("switch", guest.store)]
        guest.run()
        guest.store.gc()
        assert ran == [("switch", guest.store)] * 2

    def test_it_may_read_and_write(self, guest: Guest, elsewhere: Elsewhere) -> None:
        guest.store.on_land(
            lambda store: guest.exports["number"].set_value(store, 3), every_switch=True
        )
        elsewhere.run(guest.run)
        assert guest.exports["number"].value(guest.store) == 3

    def test_it_runs_no_guest_code(self, guest: Guest, elsewhere: Elsewhere) -> None:
        errors: list[Any] = []

        def hook(store: Any) -> None:
            for act in (
                lambda: guest.run(store),
                lambda: guest.exports["memory"].grow(store, 1),
                guest.store.close,
                lambda: Pinned(guest.store),
            ):
                try:
                    act()
                except ReentrancyError as error:
                    errors.append(error)

        guest.store.on_land(hook, every_switch=True)
        assert elsewhere.run(guest.run) == 7
        assert len(errors) == 4
        assert guest.run() == 7

    def test_one_that_raises_is_tried_again(self, guest: Guest, elsewhere: Elsewhere) -> None:
        ran: list[int] = []

        def hook(store: Any) -> None:
            ran.append(1)
            if len(ran) < 3:
                raise KeyError("not yet")

        guest.store.on_land(hook, every_switch=True)
        for count in (1, 2):
            with pytest.raises(LandingError, match="the next entry tries again") as e:
                elsewhere.run(guest.run)
            assert isinstance(e.value.__cause__, KeyError)
            assert len(ran) == count
            assert hold(guest.store._region.lock) == (0, 0)  # type: ignore[union-attr]
        assert elsewhere.run(guest.run) == 7
        assert elsewhere.run(guest.run) == 7
        assert len(ran) == 3

    def test_the_thread_before_goes_on_meanwhile(self, guest: Guest, elsewhere: Elsewhere) -> None:
        def hook(store: Any) -> None:
            if threading.current_thread() is not threading.main_thread():
                raise KeyError

        guest.store.on_land(hook, every_switch=True)
        with pytest.raises(LandingError):
            elsewhere.run(guest.run)
        assert guest.run() == 7

    def test_a_strike_in_one(self, guest: Guest, elsewhere: Elsewhere) -> None:
        strike = [True]

        def hook(store: Any) -> None:
            if strike.pop() if strike else False:
                raise KeyboardInterrupt

        guest.store.on_land(hook, every_switch=True)
        with pytest.raises(KeyboardInterrupt):
            elsewhere.run(guest.run)
        assert elsewhere.run(guest.run) == 7

    def test_pinning_on_another_thread_is_a_hand_over(
        self, guest: Guest, elsewhere: Elsewhere
    ) -> None:
        ran: list[Any] = []
        guest.store.on_land(
            lambda store: ran.append(threading.current_thread().name), every_switch=True
        )
        elsewhere.run(Pinned, guest.store)
        elsewhere.run(guest.run)
        assert ran == ["elsewhere"]


class TestWhatTheyMayNotDo:
    @pytest.fixture
    def landing(self, guest: Guest) -> Any:
        """Land a store whose hook does what it is told; what that raised, and the new pin."""

        def land(act: Any) -> tuple[Exception | None, Pinned[Any]]:
            raised: list[Exception | None] = [None]

            def hook(pin: Any) -> None:
                try:
                    act(pin, token)
                except Exception as error:
                    raised[0] = error

            guest.store.on_land(hook)
            token = Pinned(guest.store).transfer()
            pin = token.land()
            assert guest.run(pin) == 7
            assert token.landed and not pin.moved
            return raised[0], pin

        return land

    def test_run_guest_code(self, guest: Guest, landing: Any) -> None:
        error, _ = landing(lambda pin, token: guest.run(pin))
        assert isinstance(error, ReentrancyError)
        assert "may not run guest code nor grow a memory" in str(error)

    @pytest.mark.parametrize("name", ["grow", "instantiate", "linker"])
    def test_what_may_run_guest_code(self, guest: Guest, landing: Any, name: str) -> None:
        acts: Any = {
            "grow": lambda pin, token: guest.exports["memory"].grow(pin, 1),
            "instantiate": lambda pin, token: wasmtime.Instance(pin, guest.module, []),
            "linker": lambda pin, token: wasmtime.Linker(guest.store.engine).instantiate(
                guest.store, guest.module
            ),
        }
        error, _ = landing(acts[name])
        assert isinstance(error, ReentrancyError)
        assert guest.exports["memory"].size(guest.store) == 1

    def test_land_again(self, landing: Any) -> None:
        error, _ = landing(lambda pin, token: token.land())
        assert isinstance(error, TokenSpentError)
        assert "further up on this thread's stack" in str(error)

    def test_discard(self, landing: Any) -> None:
        error, _ = landing(lambda pin, token: token.discard())
        assert isinstance(error, TokenSpentError)

    @pytest.mark.parametrize("name", ["close", "transfer", "unpin", "__exit__"])
    def test_end_the_pin(self, landing: Any, name: str) -> None:
        error, _ = landing(lambda pin, token: getattr(pin, name)())
        assert isinstance(error, ReentrancyError)

    def test_close_the_store(self, guest: Guest, landing: Any) -> None:
        error, pin = landing(lambda pin, token: guest.store.close())
        assert isinstance(error, ReentrancyError)
        pin.close()
        with pytest.raises(ClosedError):
            guest.run()

    def test_pin_it_again(self, guest: Guest, landing: Any) -> None:
        error, _ = landing(lambda pin, token: Pinned(guest.store))
        assert isinstance(error, ReentrancyError)

    def test_hand_the_pin_to_another_thread(
        self, guest: Guest, landing: Any, elsewhere: Elsewhere
    ) -> None:
        answers: list[Exception] = []

        def act(pin: Any, token: Any) -> None:
            for use in (lambda: guest.run(pin), lambda: pin.value, lambda: pin.transfer()):
                try:
                    elsewhere.run(use)
                except Exception as error:
                    answers.append(error)

        _, pin = landing(act)
        assert [type(answer) for answer in answers] == [InTransitError] * 3
        refused(WrongThreadError, elsewhere.run, guest.run, pin)

    def test_keep_the_pin_of_a_landing_that_failed(self, guest: Guest) -> None:
        kept: list[Any] = []

        @guest.store.on_land
        def hook(pin: Any) -> None:
            kept.append(pin)
            if len(kept) == 1:
                raise KeyError

        token = Pinned(guest.store).transfer()
        with pytest.raises(LandingError):
            token.land()
        pin = token.land()
        assert kept[1] is pin
        for use in (guest.run, guest.exports["memory"].size, wasmtime.Store.gc):
            refused(MovedError, use, kept[0])
        assert guest.run(pin) == 7

    def test_give_the_way_free_with_a_view(self, guest: Guest, landing: Any) -> None:
        views: list[Any] = []
        _, pin = landing(lambda pin, token: views.append(guest.exports["memory"].view(pin)))
        with pytest.raises(BufferError):
            pin.transfer()
        views.pop().release()
        pin.transfer().land()


class TestBadInput:
    @pytest.mark.parametrize("wrong", [None, 5, "hook", object()])
    def test_what_cannot_be_called(self, guest: Guest, wrong: Any) -> None:
        with pytest.raises(TypeError, match="expected a callable, got"):
            guest.store.on_land(wrong)
        assert guest.store._region.hooks == ()  # type: ignore[union-attr]
        assert guest.run() == 7

    def test_of_a_store_that_is_closed_or_never_made(self, guest: Guest) -> None:
        guest.store.close()
        with pytest.raises(ClosedError):
            guest.store.on_land(len)
        with pytest.raises(ValueError, match="never initialized"):
            wasmtime.Store.__new__(wasmtime.Store).on_land(len)

    def test_of_somebody_elses_store(self, guest: Guest, elsewhere: Elsewhere) -> None:
        pin = Pinned(guest.store)
        with pytest.raises(WrongThreadError):
            elsewhere.run(guest.store.on_land, len)
        token = pin.transfer()
        with pytest.raises(InTransitError):
            guest.store.on_land(len)
        token.discard()

    def test_one_that_takes_nothing(self, guest: Guest) -> None:
        guest.store.on_land(lambda: None)  # type: ignore[arg-type, misc]
        token = Pinned(guest.store).transfer()
        with pytest.raises(LandingError, match="TypeError"):
            token.land()
        token.discard()
