"""Pins: who may use what is pinned, what a move leaves behind, and how a pin ends (P1, T1, T5)."""

from __future__ import annotations

import copy
import gc
import pickle
import threading
import warnings
import weakref
from typing import Any

import pytest

from safestore.errors import (
    ClosedError,
    InTransitError,
    MisuseError,
    MovedError,
    NotSendError,
    ReentrancyError,
    StoreBusyError,
    WrongThreadError,
)
from safestore.ownership.borrow import BORROWS, VIEWS
from safestore.ownership.lock import hold
from safestore.ownership.pinned import Pinned, TransferToken
from safestore.ownership.possession import NoRegion

from .boxes import Box, Part, on_ended_thread, refused
from .elsewhere import Elsewhere, inside_elsewhere
from .entering import in_callback


def free(*boxes: Box) -> bool:
    return all(hold(box.region.lock) == (0, 0) for box in boxes)


class TestPinning:
    def test_it_is_for_its_thread(self, elsewhere: Elsewhere) -> None:
        box = Box()
        elsewhere.run(box.use)
        pin = Pinned(box)
        assert pin.value is box
        assert pin.is_mine() and not elsewhere.run(pin.is_mine)
        assert not pin.moved and not elsewhere.run(lambda: pin.moved)
        box.use()
        # By whatever name, and also who was the last to use it.
        with pytest.raises(WrongThreadError, match=r"pinned at test_pinned\.py:\d+ on MainThread"):
            elsewhere.run(box.use)
        with pytest.raises(WrongThreadError, match=r"token\.land"):
            elsewhere.run(lambda: pin.value)
        for act in (pin.transfer, pin.unpin, pin.close, pin.__enter__):
            with pytest.raises(WrongThreadError):
                elsewhere.run(act)
        assert pin.value is box and free(box)

    def test_it_is_shown_on_every_thread(self, elsewhere: Elsewhere) -> None:
        box = Box()
        pin = Pinned(box)
        for shown in (repr(pin), elsewhere.run(repr, pin)):
            assert shown.startswith("<Pinned[Box] of Box ")
            assert "pinned at test_pinned.py:" in shown
            assert shown.endswith("belongs to MainThread>")
        assert "which has ended" in repr(on_ended_thread(lambda: Pinned(Box())))
        assert repr(Pinned.__new__(Pinned)) == "<Pinned (not made)>"

    def test_only_once(self, elsewhere: Elsewhere) -> None:
        box = Box()
        pin = Pinned(box)
        with pytest.raises(MisuseError, match=r"already \(pinned at .*\); use that pin.*unpin"):
            Pinned(box)
        with pytest.raises(WrongThreadError):
            elsewhere.run(Pinned, box)
        with pytest.raises(InTransitError):
            token = pin.transfer()
            try:
                Pinned(box)
            finally:
                token.discard()
        assert free(box)

    def test_a_pin_that_was_dropped_is_in_nobodys_way(self, elsewhere: Elsewhere) -> None:
        one, two = Box(), Box()
        Pinned((one, two))
        with pytest.raises(WrongThreadError):
            elsewhere.run(one.use)
        pin = Pinned(one)
        with pytest.raises(WrongThreadError):
            elsewhere.run(Pinned, two)
        elsewhere.run(pin.transfer().land)
        two.use()
        assert Pinned(two).value is two

    def test_a_landed_bundle_is_pinned_by_its_pin(self) -> None:
        # Each region of a bundle has a pin of its own while the hooks run.
        one, two = Box(), Box()
        moved: list[bool] = []
        one.on_land(lambda part: moved.append(part.moved))
        pin = Pinned((one, two)).transfer().land()
        for box in (one, two):
            with pytest.raises(MisuseError, match="already"):
                Pinned(box)
        assert pin.value == (one, two)
        assert moved == [False]

    def test_a_hook_keeps_nothing_but_a_tombstone(self) -> None:
        one, two = Box(), Box()
        kept: list[Any] = []
        one.on_land(kept.append)
        pin = Pinned((one, two)).transfer().land()
        assert kept[0].moved and not kept[0].is_mine()
        for use in (lambda: kept[0].value, kept[0].transfer, kept[0]._region.admit):
            refused(MovedError, use)
        assert pin.value == (one, two)

    def test_not_while_somebody_is_inside(self, elsewhere: Elsewhere) -> None:
        box = Box()
        with (
            inside_elsewhere(elsewhere, box.region.acquire, box.region.release),
            pytest.raises(StoreBusyError, match="elsewhere"),
        ):
            Pinned(box)

        def inside() -> None:
            with pytest.raises(ReentrancyError, match="cannot be pinned from inside"):
                Pinned(box)

        box.use(inside)
        box.use(lambda: in_callback(inside))
        assert Pinned(box).value is box

    def test_not_what_is_closed(self) -> None:
        box = Box()
        box.region.close()
        with pytest.raises(ClosedError):
            Pinned(box)

    def test_of_several_racing_threads_one_pins(self) -> None:
        for _ in range(20):
            box = Box()
            ready = threading.Barrier(4)
            pins: list[Any] = []

            def race(box: Box = box, pins: list[Any] = pins, ready: Any = ready) -> None:
                ready.wait()
                try:
                    pins.append(Pinned(box))
                except MisuseError:
                    pins.append(None)

            threads = [threading.Thread(target=race) for _ in range(4)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            assert len(pins) == 4
            assert len([pin for pin in pins if pin is not None]) == 1

    def test_a_pin_whose_making_failed_stands_for_nothing(self) -> None:
        box = Box()
        good = Pinned(box)
        bad: Pinned[Box] = Pinned.__new__(Pinned)
        with pytest.raises(MisuseError):
            bad.__init__(box)  # type: ignore[misc]
        assert isinstance(bad._region, NoRegion)
        with pytest.raises(MovedError):
            _ = bad.value
        assert good.value is box

    def test_a_bundle_is_pinned_whole_or_not_at_all(self, elsewhere: Elsewhere) -> None:
        one, two = Box(), Box()
        pin = elsewhere.run(Pinned, two)
        with pytest.raises(WrongThreadError):
            Pinned((one, two))
        elsewhere.run(one.use)
        elsewhere.run(pin.unpin)
        with inside_elsewhere(elsewhere, two.region.acquire, two.region.release):
            with pytest.raises(StoreBusyError):
                Pinned((one, two))
            assert free(one)
        elsewhere.run(one.use)
        assert Pinned((one, two)).value == (one, two)
        with pytest.raises(WrongThreadError):
            elsewhere.run(one.use)

    def test_a_handle_pins_what_it_belongs_to(self, elsewhere: Elsewhere) -> None:
        box = Box()
        pin = Pinned(Part(box))
        with pytest.raises(WrongThreadError):
            elsewhere.run(box.use)
        # It is no store, though.
        with pytest.raises(TypeError, match="use the store in its `value`"):
            pin._region.admit()

    def test_what_cannot_be_pinned(self) -> None:
        pin = Pinned(Box())
        with pytest.raises(TypeError, match="this is a Pinned already"):
            Pinned(pin)
        token = pin.transfer()
        with pytest.raises(TypeError, match="a token cannot be pinned; land it"):
            Pinned(token)
        token.discard()
        unmade = Box.__new__(Box)
        unmade._region = None
        with pytest.raises(ValueError, match="never initialized: this Box was not made"):
            Pinned(unmade)

    def test_a_pin_of_a_pin_in_a_bundle(self) -> None:
        pin = Pinned(Box())
        with pytest.raises(MisuseError, match="already"):
            Pinned((pin, 1))


class TestPlainValues:
    def test_any_value(self, elsewhere: Elsewhere) -> None:
        for value in (None, 0, [], "text", object(), {1: 2}):
            pin = Pinned(value)
            assert pin.value is value
            with pytest.raises(WrongThreadError, match=f"this {type(value).__name__} belongs"):
                elsewhere.run(lambda pin=pin: pin.value)
            landed = elsewhere.run(pin.transfer().land)
            assert elsewhere.run(lambda landed=landed: landed.value) is value
            with pytest.raises(MovedError):
                _ = pin.value

    def test_closing_closes_the_value(self) -> None:
        closed: list[int] = []

        class Closing:
            def close(self) -> None:
                closed.append(1)

        with Pinned(Closing()) as pin:
            assert closed == []
        assert closed == [1]
        pin.close()
        Pinned(5).close()

    def test_it_is_no_store(self) -> None:
        pin = Pinned([1])
        with pytest.raises(TypeError, match=r"expected a Store, got a Pinned\[list\]"):
            pin._region.admit()
        with pytest.raises(TypeError):
            _ = pin._native


class TestMoving:
    def test_the_old_pin_says_where_it_went(self, elsewhere: Elsewhere) -> None:
        box = Box()
        pin = Pinned(box)
        token = pin.transfer()
        assert pin.moved and not pin.is_mine()
        moved = r"was moved at test_pinned\.py:\d+ on MainThread"
        with pytest.raises(MovedError, match=moved):
            _ = pin.value
        landed = elsewhere.run(token.land)
        assert elsewhere.run(lambda: landed.value) is box
        both = (
            moved
            + r", landed at .*elsewhere\.py:\d+ on elsewhere; use the pin that landing it gave"
        )
        for use in (lambda: pin.value, pin.transfer, pin.unpin, pin.close, pin.__enter__):
            with pytest.raises(MovedError, match=both):
                use()
        with pytest.raises(MovedError, match=both):
            pin._region.admit()
        with pytest.raises(MovedError, match=both):
            _ = pin._native
        assert "was moved" in repr(pin)
        with pytest.raises(MovedError):
            elsewhere.run(lambda: pin.value)

    def test_a_tombstone_keeps_nothing_alive(self) -> None:
        class Thing:
            pass

        thing = Thing()
        gone = weakref.ref(thing)
        pin = Pinned(thing)
        pin.transfer().discard()
        del thing
        gc.collect()
        assert gone() is None
        assert pin.moved

    def test_a_pin_is_in_no_cycle(self) -> None:
        gc.disable()
        try:
            for make in (lambda: [1], lambda: (Box(), Box()), Box):
                for move in (False, True):
                    pin: Any = Pinned(make())
                    gone = weakref.ref(pin)
                    token = pin.transfer() if move else None
                    del pin
                    assert gone() is None
                    if token is not None:
                        token.discard()
        finally:
            gc.enable()

    def test_history_is_not_kept(self) -> None:
        # A token or a pin of long ago must not be what keeps all that came between.
        pin = Pinned([1])
        first = weakref.ref(pin)
        for _ in range(5):
            pin = pin.transfer().land()
        gc.collect()
        assert first() is None

    def test_not_from_inside(self, elsewhere: Elsewhere) -> None:
        box = Box()
        pin = Pinned(box)

        def inside() -> None:
            for act in (pin.transfer, pin.unpin, pin.close):
                with pytest.raises(ReentrancyError, match="from inside one of its own calls"):
                    act()
            assert pin.is_mine()

        box.use(inside)
        box.use(lambda: in_callback(inside))
        assert pin.value is box and free(box)

    def test_from_inside_another_is_fine(self, elsewhere: Elsewhere) -> None:
        outer, box = Box(), Box()
        pin = Pinned(box)
        outer.use(lambda: in_callback(lambda: elsewhere.run(pin.transfer().land)))
        assert pin.moved

    @pytest.mark.parametrize("movable", [True, False])
    def test_not_with_a_view_out(self, movable: bool) -> None:
        one, two = Box(), Box()
        pin = Pinned([one, two])
        two.use(lambda: two.region.lend(-7, movable) and None)
        try:
            with pytest.raises(BufferError, match=r"a view of its memory is out \(made at "):
                pin.transfer()
            assert pin.value == [one, two]
            one.use()
        finally:
            (BORROWS if movable else VIEWS).pop(-7)
        pin.transfer().discard()

    def test_not_with_what_is_bound(self) -> None:
        box = Box(**{"callback f": threading.local()})
        pin = Pinned(box)
        with pytest.raises(NotSendError, match=r"along: callback f -> threading\.local: it holds"):
            pin.transfer()
        assert pin.value is box and free(box)
        box.use()

    def test_not_what_is_closed(self) -> None:
        box = Box()
        pin = Pinned(box)
        box.region.close()
        with pytest.raises(ClosedError):
            pin.transfer()
        with pytest.raises(ClosedError):
            pin.unpin()
        assert pin.value is box
        pin.close()

    def test_all_of_a_bundle_moves(self, elsewhere: Elsewhere) -> None:
        one, two = Box(), Box()
        pin = Pinned({"one": one, "two": [two]})
        token = pin.transfer()
        for box in (one, two):
            assert box.region.state == "in transit"
            with pytest.raises(InTransitError, match="land its token"):
                box.use()
            with pytest.raises(InTransitError):
                elsewhere.run(box.use)
            with pytest.raises(InTransitError):
                box.region.close()
        landed = elsewhere.run(token.land)
        for box in (one, two):
            elsewhere.run(box.use)
            with pytest.raises(WrongThreadError, match=r"moved at .*, landed at"):
                box.use()
        elsewhere.run(landed.close)
        assert one.freed and two.freed

    def test_none_of_a_bundle_moves_when_one_cannot(self) -> None:
        one, two = Box(), Box(data=threading.local())
        pin = Pinned((one, two))
        with pytest.raises(NotSendError):
            pin.transfer()
        two.use(lambda: refused(ReentrancyError, pin.transfer))
        one.use()
        two.use()
        assert free(one, two)


class TestUnpinning:
    def test_everybody_may_use_it_again(self, elsewhere: Elsewhere) -> None:
        box = Box()
        pin = Pinned(box)
        assert pin.unpin() is box
        elsewhere.run(box.use)
        box.use()
        assert pin.moved
        with pytest.raises(MovedError, match=r"was unpinned at test_pinned\.py"):
            _ = pin.value
        with pytest.raises(MovedError):
            pin._region.admit()
        again = elsewhere.run(Pinned, box)
        with pytest.raises(WrongThreadError):
            box.use()
        assert elsewhere.run(again.unpin) is box

    def test_a_view_is_in_nobodys_way(self) -> None:
        box = Box()
        pin = Pinned(box)
        box.use(lambda: box.region.lend(-8, False) and None)
        try:
            assert pin.unpin() is box
        finally:
            VIEWS.pop(-8)


class TestClosing:
    def test_with(self) -> None:
        box = Box()
        with Pinned(box) as pin:
            assert pin.value is box
        assert box.freed
        pin.close()
        assert pin.value is box

    def test_with_a_move_inside(self, elsewhere: Elsewhere) -> None:
        box = Box()
        with Pinned(box) as pin:
            landed = elsewhere.run(pin.transfer().land)
        assert not box.freed
        with pytest.raises(WrongThreadError):
            landed.__exit__()
        elsewhere.run(landed.__exit__)
        assert box.freed

    def test_an_orphan_closes_with_a_warning(self) -> None:
        box = Box()
        pin = on_ended_thread(lambda: Pinned(box))
        assert box.region.state == "orphaned"
        assert not pin.is_mine() and not pin.moved
        with pytest.warns(ResourceWarning, match=r"pinned at test_pinned.*nor handed on by gone"):
            pin.close()
        assert box.freed
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            pin.close()
            box.region.close()

    def test_an_orphaned_value_closes_too(self) -> None:
        closed: list[int] = []

        class Closing:
            def close(self) -> None:
                closed.append(1)

        pin = on_ended_thread(lambda: Pinned(Closing()))
        pin.close()
        assert closed == [1]

    def test_an_orphans_region_closes_by_itself(self) -> None:
        box = Box()
        on_ended_thread(lambda: Pinned(box))
        with pytest.raises(WrongThreadError, match="which has ended"):
            box.use()
        with pytest.warns(ResourceWarning):
            assert box.region.close() is True
        assert box.freed

    def test_a_moved_pin_of_an_ended_thread_closes_nothing(self) -> None:
        box = Box()
        pin, token = on_ended_thread(lambda: (lambda pin: (pin, pin.transfer()))(Pinned(box)))
        with pytest.raises(MovedError):
            pin.close()
        assert token.land().value is box


class TestOneOfAKind:
    def test_copies_are_the_same(self) -> None:
        pin = Pinned(Box())
        assert copy.copy(pin) is pin
        assert copy.deepcopy(pin) is pin
        assert copy.deepcopy([pin])[0] is pin

    def test_it_cannot_be_pickled(self) -> None:
        pin = Pinned(1)
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            with pytest.raises(TypeError, match="cannot be pickled"):
                pickle.dumps(pin, protocol)

    def test_a_second_init(self) -> None:
        box, other = Box(), Box()
        pin = Pinned(box)
        with pytest.raises(TypeError, match="initialized already"):
            pin.__init__(other)  # type: ignore[misc]
        assert pin.value is box
        other.use()
        assert other.region.custody is None

    def test_one_that_was_never_made(self) -> None:
        pin: Pinned[Any] = Pinned.__new__(Pinned)
        for use in (
            lambda: pin.value,
            lambda: pin.moved,
            pin.transfer,
            pin.unpin,
            pin.close,
            pin.__enter__,
            pin.__exit__,
        ):
            with pytest.raises(ValueError, match="never initialized: this Pinned was not made"):
                use()
        assert not pin.is_mine()
        assert not hasattr(pin, "_region")

    def test_types_can_be_named(self) -> None:
        assert Pinned[int].__origin__ is Pinned  # type: ignore[attr-defined]
        assert TransferToken[int].__origin__ is TransferToken  # type: ignore[attr-defined]
