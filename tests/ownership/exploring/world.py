"""What the threads of an exploration do to each other, and what must hold whenever they do.

A program is what each thread does, one verb after another. What a verb came to is its outcome: its
own word, or the class of the error that refused it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from threading import get_ident
from typing import Any

from safestore.errors import LandingError, MisuseError
from safestore.ownership import orphan
from safestore.ownership.lock import hold
from safestore.ownership.pinned import Pinned, TransferToken
from safestore.ownership.send import Send
from safestore.ownership.thread import here
from tests.ownership.entering import enter
from tests.ownership.strikes import on_new_thread
from tests.ownership.thing import Thing

from .search import Search
from .stepping import Action, Crew, explore, step
from .watching import unwatched, watching

# What each thread does.
Program = Sequence[str]

# By thread: what each verb came to.
Outcome = tuple[tuple[str, ...], ...]


class Room(Thing):
    """What a region guards, and who is in it."""

    def __init__(self) -> None:
        super().__init__()
        self.inside: list[int] = []

    def _free(self) -> None:
        # One point with what `use` does: the order of the two is tried both ways.
        step(self, "inside", True)
        assert not self.inside, "freed while somebody is inside"
        assert unwatched(self._region, "closed_at") is not None

    def use(self) -> None:
        """What is done inside: nobody else is, and it belongs to nobody else, first and last."""
        step(self, "inside", True)
        assert not self.inside, f"thread {self.inside} is inside"
        self.inside.append(get_ident())
        self._is_ours()
        self._is_ours()
        step(self, "inside", True)
        assert self.inside == [get_ident()]
        self.inside.clear()
        assert unwatched(self._region, "closed_at") is None, "closed while somebody is inside"

    def _is_ours(self) -> None:
        custody = self._region.custody
        tenure = custody and custody.tenure
        if tenure is not None and tenure.thread is not here.thread:
            assert tenure.ending_here, f"inside of what was {tenure}"


@Send.register
class Hook:
    """What `store.on_land` was given."""

    def __init__(self, world: World) -> None:
        self.world = world

    def __call__(self, pin: Pinned[Any]) -> None:
        self.world.landing(pin, get_ident())


class World:
    """One run's objects. `start` says how it begins: "free", "pinned", "sent" or "orphaned"."""

    def __init__(self, team: Crew, start: str, size: int, hooked: bool) -> None:
        self.things = tuple(Room() for _ in range(size))
        self.value: Any = self.things[0] if size == 1 else self.things
        self.pins: list[Pinned[Any]] = []
        self.token: TransferToken[Any] | None = None
        # Each thread's own.
        self.mine: dict[int, Pinned[Any]] = {}
        self.outcome: dict[int, list[str]] = {}
        self.fails: set[int] = set()
        self.orphan: Pinned[Any] | None = None
        if start == "orphaned":
            on_new_thread(self._orphan)
        elif start != "free":
            team.do(0, lambda: self._pin(0))
            if start == "sent":
                team.do(0, lambda: self._transfer(0))
        for thing in self.things if hooked else ():
            thing._region.hooks = ((Hook(self), False),)

    def _orphan(self) -> None:
        self.orphan = Pinned(self.value)
        self.pins.append(self.orphan)

    def landing(self, pin: Pinned[Any], ident: int) -> None:
        """What the hook does on the thread that is landing."""
        thread = next(each for each, its in self._idents.items() if its == ident)
        assert not pin.moved, "a hook's pin is dead"
        for thing in self.things:
            # A hook has the regions to itself, and may read and write.
            enter(thing._region, thing.use, moves=False)
        if thread in self.fails:
            self.fails.remove(thread)
            raise OSError("not today")

    def actions(self, programs: Sequence[Program]) -> dict[int, Action]:
        """What the threads do."""
        self._idents: dict[int, int] = {}
        self.outcome = {each: [] for each in range(len(programs))}

        def action(me: int) -> Action:
            return lambda: self._do(me, programs[me])

        return {each: action(each) for each in range(len(programs))}

    def _do(self, me: int, program: Program) -> None:
        self._idents[me] = get_ident()
        for verb in program:
            try:
                came_to = getattr(self, f"_{verb.replace(' ', '_')}")(me)
            except (MisuseError, LandingError) as error:
                came_to = type(error).__name__
            self.outcome[me].append(came_to or verb)

    def _enter(self, me: int) -> None:
        for thing in self.things:
            enter(thing._region, thing.use)

    def _close(self, me: int) -> str:
        return "close" if self.things[-1]._region.close() else "closed"

    def _pin(self, me: int) -> None:
        pin = Pinned(self.value)
        self.pins.append(pin)
        self.mine[me] = pin

    def _unpin(self, me: int) -> None:
        assert self.mine[me].unpin() is self.value

    def _transfer(self, me: int) -> None:
        token = self.mine[me].transfer()
        step(self, "token", True)
        self.token = token

    def _land(self, me: int) -> str:
        step(self, "token", False)
        token = self.token
        if token is None:
            return "nothing"
        pin = token.land()
        assert pin.value is self.value, "a pin without its value"
        self.pins.append(pin)
        self.mine[me] = pin
        return "land"

    def _fail(self, me: int) -> str:
        self.fails.add(me)
        return self._land(me)

    def _discard(self, me: int) -> str:
        step(self, "token", False)
        if self.token is None:
            return "nothing"
        self.token.discard()
        return "discard"

    def _reclaim(self, me: int) -> None:
        assert self.orphan is not None
        pin = orphan.reclaim(self.orphan)
        self.pins.append(pin)
        self.mine[me] = pin

    def check(self) -> Outcome:
        """What must hold in the end; what all verbs came to."""
        for thing in self.things:
            region = thing._region
            assert hold(unwatched(region, "lock")) == (0, 0), "left locked"
            assert not thing.inside
            if unwatched(region, "closed_at") is not None:
                assert unwatched(region, "last") is None, "closed, and prepared for a thread"
        alive = [pin for pin in self.pins if not pin.moved]
        for pin in self.pins:
            assert hold(unwatched(unwatched(pin, "_tenure"), "lock")) == (0, 0), "left locked"
        assert len({id(pin) for pin in alive}) <= 1, "two owners"
        words = [word for words in self.outcome.values() for word in words]
        for word in ("land", "close", "discard", "reclaim", "transfer"):
            assert words.count(word) <= 1, f"two times {word}"
        token = self.token
        if token is not None:
            transit = unwatched(token, "_transit")
            custody = unwatched(token, "_custody")
            if unwatched(custody, "tenure") is transit:
                assert not alive, "an owner, and a token that can be landed"
                assert not token.landed
                assert unwatched(token, "_value") is self.value, "a token without its value"
                token.discard()
            assert unwatched(token, "_value") is None, "a spent token keeps its value"
            assert token.landed is ("land" in words), "the token does not know what became of it"
            assert hold(unwatched(transit, "lock")) == (0, 0), "left locked"
        return tuple(map(tuple, self.outcome.values()))


def explored(
    start: str, programs: Sequence[Program], size: int = 1, hooked: bool = True
) -> tuple[Search, set[Outcome]]:
    """Every order of the programs' steps: the search, and what they came to.

    The value has `size` regions; `hooked` says whether each has a hook of `on_land`, which uses it.
    """
    found: set[Outcome] = set()

    def prepare() -> tuple[Mapping[int, Action], Callable[[], object]]:
        world = World(team, start, size, hooked)
        return world.actions(programs), lambda: found.add(world.check())

    with watching(), Crew(len(programs)) as team:
        return explore(team, prepare), found
