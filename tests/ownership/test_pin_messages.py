"""What pins say: what happened, where, and the mend that goes with it (docs/errors.md has more)."""

from __future__ import annotations

import abc
import decimal
import enum
import gc
import os
import re
import socket
import sqlite3
import threading
import uuid
import warnings
from collections.abc import Callable
from typing import Any

import pytest

from safestore import Func, FuncType, Pinned, Store, TransferToken, errors, is_send, unsafe

from .elsewhere import Elsewhere, T


def on_another_thread(function: Callable[[], T]) -> T:
    with Elsewhere() as other:
        return other.run(function)


def left_behind() -> Pinned[Store]:
    return on_another_thread(lambda: Pinned(Store()))


def moved(pin: Pinned[Any]) -> None:
    """Leaves the token in nobody's hands but the test's."""
    kept.append(pin.transfer())


kept: list[TransferToken[Any]] = []


@pytest.fixture(autouse=True)
def _no_token_is_left() -> Any:
    yield
    for token in kept:
        if token._custody.tenure is token._transit:
            token.discard()
    kept.clear()


class TestAPinThatIsOver:
    @pytest.mark.parametrize(
        ("make", "end", "became", "mend"),
        [
            (lambda: Pinned(Store()), moved, "moved at", "land its token"),
            (
                lambda: Pinned(Store()),
                lambda pin: pin.transfer().land(),
                "landed at",
                "use the pin that landing it gave",
            ),
            (
                lambda: Pinned(Store()),
                lambda pin: pin.transfer().discard(),
                "discarded at",
                "make a new one",
            ),
            (lambda: Pinned(Store()), Pinned.unpin, "unpinned at", "use what unpin() gave"),
            (left_behind, unsafe.reclaim, "reclaimed at", "use the pin that reclaiming it gave"),
        ],
        ids=["moved", "landed", "discarded", "unpinned", "reclaimed"],
    )
    def test_it_says_what_became_of_it(
        self,
        make: Callable[[], Pinned[Store]],
        end: Callable[[Pinned[Store]], object],
        became: str,
        mend: str,
    ) -> None:
        pin = make()
        end(pin)
        with pytest.raises(errors.MovedError) as caught:
            print(pin.value)
        told, _, mended = str(caught.value).rpartition("; ")
        assert f"{became} test_pin_messages.py:" in told
        assert mended.startswith(mend)
        assert f"{became} test_pin_messages.py:" in repr(pin)

    def test_a_closed_one_says_so(self) -> None:
        pin = Pinned(Store())
        pin.close()
        assert re.search(r": closed at test_pin_messages\.py:\d+ on \w+>$", repr(pin))
        first, second = Store(), Store()
        with Pinned((first, second)) as both:
            first.close()
            assert "belongs to" in repr(both)
        assert "closed at" in repr(both)

    @pytest.mark.parametrize(
        ("end", "mend"),
        [(TransferToken.land, "transfer the pin that this gave"), (TransferToken.discard, "make")],
    )
    def test_a_spent_token_says_what_it_was_spent_on(
        self, end: Callable[[TransferToken[Store]], object], mend: str
    ) -> None:
        token = Pinned(Store()).transfer()
        end(token)
        with pytest.raises(errors.TokenSpentError, match=mend):
            token.land()


class TestAPinInTheWrongPlace:
    def test_a_pinned_value_is_not_pinned_again(self) -> None:
        pin = Pinned(Store())
        with pytest.raises(TypeError, match="is a Pinned already"):
            Pinned(pin)
        with pytest.raises(errors.MisuseError, match=r"is pinned already \(pinned at .* unpin"):
            Pinned(pin.value)
        moved(pin)
        with pytest.raises(TypeError, match="a token cannot be pinned; land it"):
            Pinned(kept[-1])

    def test_a_bundle_that_landed_is_pinned_after_a_collection_too(self) -> None:
        first, second = Store(), Store()
        for store in (first, second):
            store.on_land(lambda pin: None)
        with Pinned((first, second)).transfer().land():
            # The pins that the hooks were given are gone.
            gc.collect()
            for store in (first, second):
                with pytest.raises(errors.MisuseError, match="is pinned already"):
                    Pinned(store)

    def test_several_stores_are_one_bundle(self) -> None:
        with Pinned((Store(), Store())) as pin, pytest.raises(errors.WrongThreadError) as caught:
            on_another_thread(lambda: pin.value)
        assert re.match(r"the bundle of Store \d+ .*, Store \d+ .* belongs to", str(caught.value))

    def test_a_bundle_is_no_store(self) -> None:
        store = Store()
        func = Func(store, FuncType([], []), lambda: None)
        pin: Any = Pinned((store, func))
        wanted = r"expected a Store, got a Pinned\[tuple\]; use the store in its `value`"
        with pytest.raises(TypeError, match=wanted):
            func(pin)
        func(store)
        with pytest.raises(TypeError, match=wanted):
            func(pin)

    def test_a_token_is_no_store(self) -> None:
        token: Any = Pinned(Store()).transfer()
        with pytest.raises(TypeError, match="got a TransferToken; land it, and use its pin"):
            Func(token, FuncType([], []), lambda: None)
        token.discard()

    def test_one_whose_type_is_written_out_is_pinned_where_that_is(self) -> None:
        with Pinned[Store](Store()) as pin:
            assert "pinned at test_pin_messages.py:" in repr(pin)

    def test_a_pin_that_was_never_made_is_no_store(self) -> None:
        store = Store()
        func = Func(store, FuncType([], []), lambda: None)
        func(store)
        with pytest.raises(ValueError, match="never initialized: this Pinned was not made"):
            func(Pinned.__new__(Pinned))


class TestAHook:
    @pytest.mark.parametrize(
        ("does", "told"),
        [
            (Pinned.close, "closed"),
            (Pinned.transfer, "transferred"),
            (Pinned.unpin, "unpinned"),
        ],
        ids=["close", "transfer", "unpin"],
    )
    def test_it_does_not_take_the_store_away(
        self, does: Callable[[Pinned[Store]], object], told: str
    ) -> None:
        pin = Pinned(Store())
        fails = [True]

        @pin.value.on_land
        def hook(landing: Pinned[Store]) -> None:
            if fails:
                does(landing)

        moved(pin)
        with pytest.raises(errors.LandingError, match="mend the cause, and try again") as caught:
            kept[-1].land()
        assert f"cannot be {told} from inside a hook of on_land" in str(caught.value.__cause__)
        fails.clear()
        assert kept[-1].land().is_mine()

    def test_what_it_keeps_of_a_bundle_is_over_with_it(self) -> None:
        kept: list[Pinned[Store]] = []
        first, second = Store(), Store()
        first.on_land(kept.append)
        with Pinned((first, second)).transfer().land():
            with pytest.raises(errors.MovedError, match="it was good for a hook of on_land"):
                print(kept[0].value)
            assert repr(kept[0]) == "<Pinned[Store] is over>"

    def test_what_it_keeps_of_a_landing_that_failed_is_over(self) -> None:
        kept: list[Pinned[Store]] = []
        store = Store()
        store.on_land(kept.append)

        def refuse(_: object) -> None:
            if len(kept) == 1:
                raise OSError("no disk")

        store.on_land(refuse)
        token = Pinned(store).transfer()
        with pytest.raises(errors.LandingError):
            token.land()
        with pytest.raises(errors.MovedError, match="use the pin that landing the token gives"):
            print(kept[0].value)
        token.land().close()

    def test_what_it_raised_is_told(self) -> None:
        store = Store()

        def refuse(_: object) -> None:
            raise OSError("no disk")

        store.on_land(refuse, every_switch=True)
        with pytest.raises(errors.LandingError, match="raised OSError: no disk; mend"):
            on_another_thread(store.gc)


def test_who_is_landing_is_told() -> None:
    pin = Pinned(Store())
    store = pin.value
    told: list[str] = []

    @store.on_land
    def hook(_: object) -> None:
        with pytest.raises(errors.InTransitError) as caught:
            on_another_thread(store.gc)
        told.append(str(caught.value))

    pin.transfer().land()
    assert re.search(r"landed just now \(at test_pin_messages\.py:\d+ on MainThread\)", told[0])


def test_an_orphan_warns_where_it_is_closed() -> None:
    pin = left_behind()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        pin.close()
    assert [warning.filename for warning in caught] == [__file__]
    assert "neither closed nor handed on" in str(caught[0].message)


def test_a_dropped_token_says_what_became_of_what_it_stood_for() -> None:
    with pytest.warns(ResourceWarning, match="which closed it: land the token"):
        Pinned(Store()).transfer()
    with pytest.warns(ResourceWarning, match="nobody can use it any more: land the token"):
        Pinned([1]).transfer()


class TestWhatTravels:
    def test_it_is_named_as_users_write_it(self) -> None:
        lock = threading.Lock()
        with lock:
            assert is_send([lock]).path == ("[0]", "threading.Lock")
        assert is_send(threading.local()).path == ("threading.local",)
        assert is_send(Store()).path == ("safestore.Store",)

    def test_the_mend_fits(self) -> None:
        assert "on_land" in is_send(threading.local()).mend
        assert "token" in is_send(Store()).mend
        store, other = Store(), Store()
        Func(store, FuncType([], []), lambda: other)
        with pytest.raises(errors.NotSendError, match="as one bundle, or leave") as caught:
            Pinned(store).transfer()
        assert "Send.register" not in str(caught.value)
        assert is_send(3).mend == ""

    def test_strict_knows_what_never_changes(self) -> None:
        classes = (abc.ABC, enum.Enum)
        things = (decimal.Decimal(1), re.compile("a"), str.join, uuid.uuid4(), *classes)
        for thing in things:
            assert is_send([thing], strict=True), thing

    def test_members_of_a_c_type_are_no_slots(self) -> None:
        with socket.socket() as made:
            assert not is_send(made, strict=True)
            assert is_send(made)

    def test_a_connection(self) -> None:
        connection = sqlite3.connect(":memory:")
        assert "check_same_thread" in is_send(connection).reason
        connection.close()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_in_a_forked_child() -> None:
    pin, token = Pinned(Store()), Pinned(Store()).transfer()
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        told: list[str] = []
        try:
            with warnings.catch_warnings(record=True) as caught:
                warnings.simplefilter("always")
                try:
                    token.land()
                except errors.LandingError as error:
                    told += [type(error.__cause__).__name__, str(error).rpartition("; ")[2]]
                pin.close()
                token.discard()
            told.append(str(len(caught)))
        finally:
            os.write(writer, "|".join(told).encode())
            os._exit(0)
    os.close(writer)
    with open(reader, encoding="utf-8") as pipe:
        told = pipe.read()
    os.waitpid(child, 0)
    assert told == "ForkedError|after a fork the child must make its own|0"
    token.discard()
    pin.close()
