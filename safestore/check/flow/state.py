"""What is known at one point of a program, along the paths that lead to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from mypy.nodes import Var

from .things import EMPTY, OPEN, Status, Thing, Value, What, Word

__all__ = ["MOST", "State", "merge", "settle"]

# Paths that are kept apart at one point; beyond it they are taken together.
MOST = 8

Statuses = frozenset[Status]


class State:
    """What variables and fields hold, and what has become of things.

    `facts` are the outcomes of conditions that were tested on the way here and still hold.
    `blurred` says that paths were taken together, so that what "may be" is no evidence; `dead`
    that nothing comes after this point.
    """

    __slots__ = ("blurred", "dead", "env", "facts", "fields", "regions", "settled", "status")

    def __init__(self) -> None:
        self.env: dict[Var, Value] = {}
        self.fields: dict[tuple[Thing, str], Value] = {}
        self.status: dict[Thing, Statuses] = {}
        self.regions: dict[Thing, Value] = {}
        self.facts: dict[str, bool] = {}
        self.blurred = False
        self.dead = False
        # How many things there were when it was last looked through for what nobody has.
        self.settled = 64

    def size(self) -> int:
        """How much there is to go through."""
        return len(self.env) + len(self.fields) + len(self.status)

    def copy(self) -> State:
        """Another one that goes its own way."""
        other = State.__new__(State)
        other.env = self.env.copy()
        other.fields = self.fields.copy()
        other.status = self.status.copy()
        other.regions = self.regions.copy()
        other.facts = self.facts.copy()
        other.blurred = self.blurred
        other.dead = self.dead
        other.settled = self.settled
        return other

    def same(self, other: State) -> bool:
        """Whether the same is known of all things, whatever was tested to get there."""
        return (
            self.env == other.env
            and self.status == other.status
            and self.fields == other.fields
            and self.regions == other.regions
            and self.blurred == other.blurred
        )

    def statuses(self, thing: Thing) -> Statuses:
        """What may have become of a thing."""
        return self.status.get(thing, OPEN)

    def regions_of(self, value: Iterable[Thing]) -> Value:
        """The regions that things are in."""
        found: set[Thing] = set()
        for thing in value:
            if thing.what is What.REGION:
                found.add(thing)
            else:
                found |= self.regions.get(thing, EMPTY)
        return frozenset(found)

    def become(self, things: Iterable[Thing], status: Status) -> None:
        """This has happened to things. To one of several it may have happened."""
        things = list(things)
        for thing in things:
            if len(things) == 1 and not thing.many:
                self.status[thing] = frozenset((status,))
            else:
                self.status[thing] = self.statuses(thing) | {status}

    def forget_older(self, thing: Thing, older: Thing) -> None:
        """The place that made a thing makes it again: what it made before is now `older`."""
        if thing not in self.status:
            return
        swap = frozenset((thing,))

        def renamed(value: Value) -> Value:
            return (value - swap) | {older} if thing in value else value

        self.env = {var: renamed(value) for var, value in self.env.items()}
        fields: dict[tuple[Thing, str], Value] = {}
        for (owner, name), value in self.fields.items():
            key = (older if owner is thing else owner, name)
            fields[key] = fields.get(key, EMPTY) | renamed(value)
        self.fields = fields
        self.regions = {
            **{t: renamed(value) for t, value in self.regions.items() if t is not thing},
            **(
                {older: renamed(self.regions.get(older, EMPTY) | self.regions[thing])}
                if thing in self.regions
                else {}
            ),
        }
        before = self.status.get(older)
        now = self.status.pop(thing)
        self.status[older] = now if before is None else before | now

    def reachable(self, roots: Iterable[Thing]) -> set[Thing]:
        """What can be got at from things, by their fields and the code that they are."""
        held: dict[Thing, list[Value]] = {}
        for (owner, _), value in self.fields.items():
            held.setdefault(owner, []).append(value)
        found: set[Thing] = set()
        stack = list(roots)
        while stack:
            thing = stack.pop()
            if thing in found:
                continue
            found.add(thing)
            for value in held.get(thing, ()):
                stack.extend(value)
            stack.extend(self.regions.get(thing, EMPTY))
            if thing.code is not None:
                stack.extend(thing.code.receiver)
                for _, value in thing.code.arguments:
                    stack.extend(value)
        return found

    def roots(self) -> Iterator[Thing]:
        """What variables hold."""
        for value in self.env.values():
            yield from value


def settle(
    state: State, lost: Callable[[State, Thing], None], active: Iterable[Thing] = ()
) -> None:
    """Drop what nothing can get at any more, neither `active` things; `lost` is told of each.

    What a function did not make is kept: its callers have it.
    """
    alive = state.reachable([*state.roots(), *active])
    outside = [t for t in state.status if t.path is not None]
    alive |= state.reachable(outside)
    for thing in [t for t in state.status if t not in alive]:
        if thing.what in (What.TOKEN, What.CALL):
            lost(state, thing)
        del state.status[thing]
        state.regions.pop(thing, None)
    state.regions = {t: v for t, v in state.regions.items() if t in alive}
    state.fields = {key: v for key, v in state.fields.items() if key[0] in alive}


def merge(states: Iterable[State], most: int = MOST) -> list[State]:
    """Fewer states that say the same: equal ones are one, and too many are taken together."""
    kept: list[State] = []
    for state in states:
        for other in kept:
            if state.same(other):
                other.facts = {
                    key: fact for key, fact in other.facts.items() if state.facts.get(key) is fact
                }
                break
        else:
            kept.append(state)
    if len(kept) <= most:
        return kept
    joined = kept[0].copy()
    for state in kept[1:]:
        join(joined, state)
    joined.blurred = True
    return [joined]


def join(state: State, other: State) -> None:
    """Take another state into one: each thing may be what it is in either."""
    for var, value in other.env.items():
        state.env[var] = state.env.get(var, EMPTY) | value
    for key, value in other.fields.items():
        state.fields[key] = state.fields.get(key, EMPTY) | value
    for thing, value in other.regions.items():
        state.regions[thing] = state.regions.get(thing, EMPTY) | value
    for thing, statuses in other.status.items():
        mine = state.status.get(thing)
        state.status[thing] = statuses if mine is None else _few(mine | statuses)
    state.facts = {k: fact for k, fact in state.facts.items() if other.facts.get(k) is fact}
    state.blurred = state.blurred or other.blurred


def _few(statuses: Statuses) -> Statuses:
    """Not all of the many places where the same has become of a thing."""
    if len(statuses) <= MOST:
        return statuses
    kept: dict[Word, Status] = {}
    for status in sorted(statuses, key=lambda each: (each.place is not None, each[1:])):
        kept.setdefault(status.word, status)
    return frozenset(kept.values())
