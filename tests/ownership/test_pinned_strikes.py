"""An asynchronous exception at every point of pinning, moving, landing and closing (T7).

What strikes a move before its caller has what it returns is answered by taking the move back: the
pin, or the token, is alive as before. Two strikes, the second on the way out of the first, leave
what is legal: one owner or none, no lock held, and it can be closed.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest

from safestore.errors import ClosedError, LandingError, MisuseError
from safestore.ownership import (
    bundle,
    custody,
    lock,
    orphan,
    pinned,
    place,
    possession,
    region,
    send,
    thread,
)
from safestore.ownership.custody import Tenure
from safestore.ownership.lock import hold
from safestore.ownership.orphan import reclaim
from safestore.ownership.pinned import Pinned, TransferToken
from safestore.ownership.region import Region
from safestore.ownership.send import Send
from safestore.ownership.thread import here

from . import entering
from .entering import enter
from .planted import plant
from .strikes import Strike, Striker, on_new_thread, strikes
from .thing import Thing

FILES = frozenset(
    str(module.__file__)
    for module in (
        *(bundle, custody, lock, orphan, pinned, place, possession, region, send, thread),
        entering,
    )
)

# A token that is lost on the way to its caller closes what is in it, and says so.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")

Action = Callable[[], object]


@pytest.fixture(autouse=True)
def _no_finalizers_of_other_worlds() -> Iterator[None]:
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@Send.register
class Hook:
    """What `store.on_land` was given; it keeps the pins that it is given."""

    def __init__(self, world: World) -> None:
        self.world = world

    def __call__(self, pin: Pinned[Any]) -> None:
        self.world.pins.append(pin)
        if self.world.failing:
            raise OSError("not today")


class World:
    """A pinned value and what became of it."""

    def __init__(self, size: int, hooked: bool) -> None:
        self.things = tuple(Thing() for _ in range(size))
        self.value: Any = self.things[0] if size == 1 else self.things
        self.pins: list[Pinned[Any]] = []
        self.pin: Pinned[Any] | None = None
        self.token: TransferToken[Any] | None = None
        self.tokens: list[TransferToken[Any]] = []
        self.failing = False
        if hooked:
            for thing in self.things:
                thing._region.hooks = ((Hook(self), False), (Hook(self), True))

    @property
    def regions(self) -> list[Region]:
        return [thing._region for thing in self.things]

    def make(self) -> None:
        self.pin = Pinned(self.value)
        self.pins.append(self.pin)

    def transfer(self) -> None:
        assert self.pin is not None
        self.token = self.pin.transfer()
        self.tokens.append(self.token)

    def land(self) -> None:
        assert self.token is not None
        self.pin = self.token.land()
        self.pins.append(self.pin)

    def discard(self) -> None:
        assert self.token is not None
        self.token.discard()

    def unpin(self) -> None:
        assert self.pin is not None
        self.pin.unpin()

    def reclaim(self) -> None:
        assert self.pin is not None
        self.pin = reclaim(self.pin)
        self.pins.append(self.pin)

    def close(self) -> None:
        assert self.pin is not None
        self.pin.close()

    def enter(self) -> None:
        for each in self.regions:
            enter(each)

    @property
    def tenures(self) -> set[Tenure]:
        found = {each.custody.tenure for each in self.regions if each.custody is not None}
        found |= {pin._tenure for pin in (self.pin, *self.pins) if pin is not None}
        found |= {token._transit for token in self.tokens}
        return {tenure for tenure in found if tenure is not None}

    @property
    def alive(self) -> list[Pinned[Any]]:
        """The pins that are alive, each once, those that a hook has included."""
        known = {id(pin): pin for pin in (self.pin, *self.pins) if pin is not None}
        return [pin for pin in known.values() if not pin.moved]

    @property
    def live(self) -> list[TransferToken[Any]]:
        """The tokens that can be landed."""
        return [token for token in self.tokens if token._custody.tenure is token._transit]

    @property
    def is_sent(self) -> bool:
        return bool(self.live)


def legal(world: World, where: object) -> None:
    """No lock is held; there is one owner or none; whoever it is can close it."""
    assert here.entrant is here.thread, where
    for each in (*world.regions, *world.tenures):
        assert hold(each.lock) == (0, 0), where
    alive = world.alive
    live = world.live
    assert len(alive) + len(live) <= 1, where
    open_ones = [each for each in world.regions if each.closed_at is None]
    for each in world.regions:
        if each.closed_at is not None:
            assert each.last is None
            with pytest.raises(ClosedError):
                enter(each)
    if live:
        for each in open_ones:
            with pytest.raises(MisuseError):
                enter(each)
        world.failing = False
        if len(open_ones) == len(world.regions):
            pin = live[0].land()
            assert pin.value is world.value
            pin.close()
        else:
            with pytest.raises(LandingError):
                live[0].land()
            live[0].discard()
    elif alive and alive[0]._tenure.thread is here.thread:
        assert alive[0].value is world.value
        for each in open_ones:
            enter(each)
        alive[0].close()
    else:
        # Nobody's, this thread's without its pin, or an orphan; anybody here may close it.
        for each in world.regions:
            each.close()
    assert all(each.closed_at is not None for each in world.regions), where
    assert all(thing.freed for thing in world.things), where


def _pinned(world: World) -> None:
    world.make()
    world.enter()


def _sent(world: World) -> None:
    _pinned(world)
    world.transfer()


def _sent_to_fail(world: World) -> None:
    _sent(world)
    world.failing = True


def _orphaned(world: World) -> None:
    on_new_thread(world.make)


def _closed(world: World) -> None:
    _pinned(world)
    world.close()


def _nothing(world: World) -> None:
    pass


# How it begins, what is struck, and what holds after one strike on the way, as long as nothing was
# returned.
SCENARIOS: dict[str, tuple[Callable[[World], None], str, Callable[[World], bool]]] = {
    "pin": (_nothing, "make", lambda world: all(_free(each) for each in world.regions)),
    "enter": (_pinned, "enter", lambda world: world.alive == [world.pin]),
    "transfer": (_pinned, "transfer", lambda world: world.alive == [world.pin]),
    "land": (_sent, "land", lambda world: world.is_sent),
    "fail to land": (_sent_to_fail, "land", lambda world: world.is_sent),
    "discard": (_sent, "discard", lambda world: world.is_sent or _all_closed(world)),
    "unpin": (
        _pinned,
        "unpin",
        lambda world: world.alive == [world.pin] or all(_free(each) for each in world.regions),
    ),
    "reclaim": (_orphaned, "reclaim", lambda world: world.alive == [world.pin]),
    "close": (_pinned, "close", lambda world: world.alive == [world.pin]),
    "close again": (
        _closed,
        "close",
        _all_closed := lambda world: all(each.closed_at is not None for each in world.regions),
    ),
}


def _free(region: Region) -> bool:
    return region.custody is None or region.custody.tenure is None


def _returns(striker: Striker, name: str) -> bool:
    """Whether it struck when everything was done and the result on its way to the caller."""
    return (
        striker.struck is not None and striker.struck[0] == name and striker.struck[2] == "return"
    )


# Where it makes a difference that there are several regions.
SEVERAL = ("pin", "transfer", "land", "discard")

RETURNING = {"make": "__init__", "land": "land", "transfer": "transfer", "reclaim": "reclaim"}


def worlds(scenario: str, size: int, hooked: bool, twice: bool) -> Iterator[tuple[World, Striker]]:
    begin, verb, _ = SCENARIOS[scenario]
    made: list[World] = []

    def prepare() -> Action:
        world = World(size, hooked)
        begin(world)
        made.append(world)
        return getattr(world, verb)  # type: ignore[no-any-return]

    for striker in strikes(FILES, prepare, twice):
        yield made[-1], striker
        made.clear()


# A value without a region has no hooks, and cannot be entered.
ONCE = [
    pytest.param(scenario, size, hooked, id=f"{scenario}-{size}{'-hooked' if hooked else ''}")
    for scenario in SCENARIOS
    for size in (0, 1, 2)
    for hooked in (False, True)
    if size or not (hooked or scenario == "enter")
]


@pytest.mark.parametrize(("scenario", "size", "hooked"), ONCE)
def test_struck_once_nothing_is_lost(scenario: str, size: int, hooked: bool) -> None:
    _, verb, holds = SCENARIOS[scenario]
    points = 0
    for world, striker in worlds(scenario, size, hooked, False):
        points += 1
        if not _returns(striker, RETURNING.get(verb, "")):
            assert holds(world), striker.struck
        legal(world, striker.struck)
    assert points > 5


# One region is enough where several make no difference.
SIZES = [(scenario, 1) for scenario in SCENARIOS] + [(scenario, 2) for scenario in SEVERAL]


@pytest.mark.parametrize(("scenario", "size"), SIZES)
def test_struck_twice_it_is_legal(scenario: str, size: int) -> None:
    points = 0
    for world, striker in worlds(scenario, size, True, True):
        points += 1
        legal(world, (striker.struck, striker.struck_again))
    assert points > 5


@pytest.mark.parametrize("size", [1, 2])
def test_a_drop_that_is_struck_closes_all_the_same(
    size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost: list[type | None] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda found: lost.append(found.exc_type))
    at = 0
    while True:
        at += 1
        world = World(size, False)
        _sent(world)
        world.token = None
        striker = Striker(FILES, at)
        striker.watch(world.tokens.clear)
        if striker.struck is None:
            break
        # CPython has nobody to tell.
        assert lost.pop() is Strike
        if striker.struck[0] == "__del__" and striker.struck[2] == "call":
            # Not one line of it ran. What nobody can land, anybody may close.
            assert not any(each.closed_at for each in world.regions)
            for each in world.regions:
                with pytest.warns(ResourceWarning, match="its token was dropped"):
                    assert each.close()
        assert all(each.closed_at is not None for each in world.regions), striker.struck
        legal(world, striker.struck)
    assert at > 20
    assert not lost


# What a signal handler or a finalizer does in the middle of the verb.
NESTED = ("enter", "make", "transfer", "unpin", "close", "land", "discard", "close the store")


def _nested(world: World, verb: str, done: list[str]) -> None:
    try:
        if verb == "close the store":
            for each in world.regions:
                each.close()
        else:
            getattr(world, verb)()
    except (MisuseError, LandingError):
        return
    done.append(verb)


def _possible(scenario: str, nested: str) -> bool:
    begin = SCENARIOS[scenario][0]
    if nested in ("land", "discard"):
        return begin in (_sent, _sent_to_fail)
    return begin is not _nothing or nested not in ("transfer", "unpin", "close")


IN_THE_MIDDLE = [
    (scenario, nested, size)
    for scenario, size in SIZES
    for nested in NESTED
    if _possible(scenario, nested)
]


@pytest.mark.parametrize(("scenario", "nested", "size"), IN_THE_MIDDLE)
def test_what_a_handler_does_in_the_middle(scenario: str, nested: str, size: int) -> None:
    begin, verb, _ = SCENARIOS[scenario]
    at = 0
    while True:
        at += 1
        world = World(size, True)
        begin(world)
        done: list[str] = []
        striker = Striker(FILES, at, strike=partial(_nested, world, nested, done))
        try:
            striker.watch(getattr(world, verb))
        except (MisuseError, LandingError):
            pass
        else:
            done.append(verb)
        for once in ("make", "transfer", "unpin", "land", "discard"):
            assert done.count(once) <= 1, (striker.struck, done)
        if striker.struck is None:
            break
        legal(world, (striker.struck, done))
    assert at > 5


# Where, what it says, what the mistake is, and which scenario finds it.
MISTAKES: dict[str, tuple[Any, str, str, str, str]] = {
    "a pin is not taken back": (Pinned, "__init__", "custody.tenure = None", "pass", "pin"),
    "a transfer is not taken back": (
        Pinned,
        "transfer",
        "if custody.tenure is transit:",
        "if False:",
        "transfer",
    ),
    "a landing is not taken back": (
        TransferToken,
        "land",
        "pin._step_back(transit)",
        "pass",
        "land",
    ),
    "a reclaim is not taken back": (
        orphan,
        "reclaim",
        "taken._step_back(ended)",
        "pass",
        "reclaim",
    ),
    "a lock is taken before the try": (
        region,
        "holding",
        "try:\n        if not region.acquire(False):\n            region.refuse()\n",
        "if not region.acquire(False):\n        region.refuse()\n    try:\n",
        "transfer",
    ),
    "a tenure is taken before the try": (
        Tenure,
        "end",
        "try:\n        if not self.acquire(False):\n            self._refuse()\n",
        "if not self.acquire(False):\n        self._refuse()\n    try:\n",
        "land",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_planted_mistake_is_found(mistake: str, monkeypatch: pytest.MonkeyPatch) -> None:
    owner, name, right, wrong, scenario = MISTAKES[mistake]
    plant(monkeypatch, owner, name, right, wrong)
    if owner is orphan:
        monkeypatch.setitem(globals(), name, vars(owner)[name])
    elif owner is region:
        for module in (pinned, possession):
            monkeypatch.setattr(module, name, vars(owner)[name])
    with pytest.raises(AssertionError):
        test_struck_once_nothing_is_lost(scenario, 1, False)
