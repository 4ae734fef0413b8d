"""An asynchronous exception at every point of entering, leaving and closing a region (T7).

Afterwards the lock is as free as it was before, and the region can be used or is closed.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from itertools import count

import pytest

from safestore.errors import BorrowError, ClosedError, MisuseError
from safestore.ownership import place, region, sharing, thread
from safestore.ownership.borrow import BORROWS
from safestore.ownership.lock import hold
from safestore.ownership.region import Region
from safestore.ownership.sharing import Sharing
from safestore.ownership.thread import here

from . import entering, test_sharing
from .elsewhere import Elsewhere, inside_elsewhere
from .entering import enter, in_callback
from .strikes import Strike, Striker, on_new_thread, strikes

FILES = frozenset(
    str(module.__file__) for module in (region, place, thread, sharing, entering, test_sharing)
)

Action = Callable[[], object]


def _same(action: Action) -> Action:
    return action


def usable(struck: Region) -> None:
    """The region is free and can be entered, or is closed."""
    assert hold(struck.lock) == (0, 0)
    if struck.closed_at is None:
        entered: list[int] = []
        enter(struck, lambda: entered.append(1))
        assert entered == [1]
        assert struck.close() is True
    else:
        assert struck.state == "closed"
        assert struck.last is None
        assert struck.close() is False
        with pytest.raises(ClosedError):
            enter(struck)


def fits(_region: Region, _nested: bool) -> None:
    """Fit for everything."""


class Made:
    """The regions that a scenario has made, newest last."""

    def __init__(self) -> None:
        self.regions: list[Region] = []

    def new(self) -> Region:
        self.regions.append(Region("Store", fits))
        return self.regions[-1]


def _first_entry(made: Made) -> Action:
    new = made.new()
    return lambda: enter(new)


def _next_entry(made: Made) -> Action:
    new = made.new()
    enter(new)
    return lambda: enter(new)


def _nested_entry(made: Made) -> Action:
    new = made.new()
    return lambda: enter(new, lambda: in_callback(lambda: enter(new)))


def _entry_inside_another_region(made: Made) -> Action:
    outer, inner = made.new(), made.new()
    return lambda: enter(outer, lambda: in_callback(lambda: enter(inner)))


def _close(made: Made) -> Action:
    new = made.new()
    return new.close


def _close_again(made: Made) -> Action:
    new = made.new()
    new.close()
    return new.close


def _close_inside(made: Made) -> Action:
    new = made.new()
    return lambda: enter(new, lambda: in_callback(new.close))


def _entry_after_close(made: Made) -> Action:
    new = made.new()
    new.close()
    return lambda: enter(new)


@pytest.mark.parametrize(
    "scenario",
    [
        _first_entry,
        _next_entry,
        _nested_entry,
        _entry_inside_another_region,
        _close,
        _close_again,
        _close_inside,
        _entry_after_close,
    ],
)
@pytest.mark.parametrize("on_main", [True, False])
def test_struck_anywhere_the_region_is_free(
    scenario: Callable[[Made], Action], on_main: bool
) -> None:
    made = Made()
    points = 0
    for striker in strikes(FILES, lambda: scenario(made)):
        points += 1
        for each in made.regions:
            if on_main:
                usable(each)
            else:
                on_new_thread(partial(usable, each))
        assert here.entrant is here.thread, striker.struck
        assert here.greenlet is None
        made.regions.clear()
    assert points >= 3


def test_struck_on_a_threads_first_use_the_thread_is_usable() -> None:
    # The thread's own key is made under way.
    made = Made()

    def one_life(striker: Striker) -> None:
        new = made.new()
        with suppress(Strike):
            striker.watch(lambda: enter(new))
        usable(new)
        assert here.entrant is here.thread

    for at in count(1):
        striker = Striker(FILES, at)
        on_new_thread(partial(one_life, striker))
        if striker.struck is None:
            break
    assert at > 5


def test_a_refused_entry_struck_anywhere_leaves_the_other_inside(elsewhere: Elsewhere) -> None:
    busy = Region("Store", fits)
    with inside_elsewhere(elsewhere, busy.acquire, busy.release):
        for action in (lambda: enter(busy), busy.close):
            for striker in strikes(FILES, partial(_same, action)):
                assert hold(busy.lock) == (elsewhere.ident, 1), striker.struck
                assert busy.closed_at is None
    usable(busy)


def test_a_refused_nested_entry_struck_anywhere_keeps_the_outer_hold(
    elsewhere: Elsewhere,
) -> None:
    outer, busy = Region("Store", fits), Region("Store", fits)
    with inside_elsewhere(elsewhere, busy.acquire, busy.release):

        def body() -> None:
            for striker in strikes(FILES, lambda: lambda: enter(busy)):
                assert hold(outer.lock)[1] == 1, striker.struck

        enter(outer, lambda: in_callback(body))
        assert hold(busy.lock) == (elsewhere.ident, 1)
    usable(outer)
    usable(busy)


def test_nested_entries_struck_anywhere_keep_the_outer_hold() -> None:
    new = Region("Store", fits)

    def body() -> None:
        for action in (lambda: enter(new), new.close):
            for striker in strikes(FILES, partial(_same, action)):
                assert hold(new.lock)[1] == 1, striker.struck
                assert new.closed_at is None

    enter(new, lambda: in_callback(body))
    usable(new)


def test_lending_struck_anywhere_can_be_given_back() -> None:
    made = Made()

    def scenario() -> Action:
        new = made.new()
        return lambda: enter(new, lambda: new.lend(-1, True), moves=False)

    for _ in strikes(FILES, scenario):
        # What the native layer's destructor does, whether the borrow was noted or not.
        BORROWS.pop(-1, None)
        usable(made.regions.pop())
    BORROWS.pop(-1)


def test_an_entry_refused_for_a_borrow_struck_anywhere_is_free() -> None:
    new = Region("Store", fits)
    enter(new, lambda: new.lend(-1, True), moves=False)
    try:
        for striker in strikes(FILES, lambda: lambda: enter(new)):
            assert hold(new.lock) == (0, 0), striker.struck
            with pytest.raises(BorrowError):
                enter(new)
    finally:
        BORROWS.pop(-1)
    usable(new)


@pytest.mark.parametrize("use", [test_sharing.change, test_sharing.read])
@pytest.mark.parametrize("inside", [None, test_sharing.change, test_sharing.read])
def test_sharing_struck_anywhere_is_free(
    use: Callable[..., None], inside: Callable[..., None] | None
) -> None:
    shared = Sharing("Linker")

    def action() -> None:
        if inside is None:
            use(shared)
        else:
            inside(shared, lambda: use(shared))

    for striker in strikes(FILES, lambda: action):
        assert test_sharing.free(shared), striker.struck
        test_sharing.change(shared)
        test_sharing.read(shared)


def test_sharing_refused_and_struck_anywhere_leaves_the_other(elsewhere: Elsewhere) -> None:
    shared = Sharing("Linker")

    def refused() -> None:
        for use in (test_sharing.change, test_sharing.read):
            for striker in strikes(FILES, partial(_same, partial(use, shared))):
                assert hold(shared.lock)[1] == 1, striker.struck
                assert not shared.readers
                with pytest.raises(MisuseError):
                    use(shared)

    test_sharing.change(shared, lambda: elsewhere.run(refused))
    assert test_sharing.free(shared)
