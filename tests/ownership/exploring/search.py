"""Every schedule that can matter: depth-first search with dynamic partial-order reduction.

A program is some threads, each of which stops before every access of what is shared and says which
it will be. Two accesses depend on each other when they are of one place and one of them writes;
schedules that differ only in the order of independent accesses cannot be told apart, and one of
them is enough. So another order is tried only where two accesses that depend on each other could as
well have come the other way round (source sets: Abdulla, Aronis, Jonsson and Sagonas, 2014), and
not where that was covered before (sleep sets: Godefroid, 1996).

No access may wait for another thread: every thread that has not ended can always go on. That holds
of regions, whose locks are tried and never waited for. What the search finds is exhaustive then,
under one condition: that no access of anything shared goes unsaid (watching.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Access(NamedTuple):
    """What a thread will do next: a place, and whether it writes. No place: nothing shared."""

    place: tuple[object, ...] | None
    writes: bool

    def depends(self, other: Access) -> bool:
        """Whether the order of the two can make a difference."""
        return self.place is not None and self.place == other.place and self.writes | other.writes


class _Point:
    """A state on the present path: what every thread will do next, and which was let go on."""

    __slots__ = ("chosen", "clock", "done", "pending", "sleeping", "wanted")

    def __init__(
        self, pending: Mapping[int, Access], chosen: int, sleeping: dict[int, Access]
    ) -> None:
        self.pending = dict(pending)
        self.chosen = chosen
        # Those that must be tried from here, and those that were.
        self.wanted = {chosen}
        self.done: set[int] = set()
        # What was covered by an earlier choice, and need not be tried before something on which
        # it depends was done.
        self.sleeping = sleeping
        # By thread: how many points of the path happened before the access that was made here.
        self.clock: list[int] = []


def _before(earlier: _Point, later: _Point) -> bool:
    """Whether the access made at the one point had to come before that made at the other."""
    thread = earlier.chosen
    return earlier.clock[thread] <= later.clock[thread]


class Search:
    """One path after another, until none is left.

    `pick` is asked at each point of a run; `next` after each run. `reduced=False` tries simply
    every order of everything: to compare with.
    """

    def __init__(self, threads: int, reduced: bool = True) -> None:
        self.threads = threads
        self.reduced = reduced
        self.path: list[_Point] = []
        self.runs = 0
        # Runs that turned out on the way to be like an earlier one.
        self.cut = 0
        self._begin()

    def _begin(self) -> None:
        self._depth = 0
        self._over = False
        # From which point on this path is not that of an earlier run.
        self._new = max(len(self.path) - 1, 0)
        # By thread: the points that happened before its next access.
        self._clocks = [[0] * self.threads for _ in range(self.threads)]
        # By place: the points whose access it was.
        self._accesses: dict[tuple[object, ...], list[int]] = {}

    @property
    def schedule(self) -> list[int]:
        """The path as it is: a thread for each point."""
        return [point.chosen for point in self.path]

    def pick(self, pending: Mapping[int, Access], current: int | None) -> int:
        """Which of the threads goes on. `current` is the one that ran until now."""
        if self._over:
            # Let it end, somehow.
            return current if current in pending else min(pending)
        if self._depth == len(self.path):
            self._arrive(pending, current)
            if self._over:
                return self.pick(pending, current)
        point = self.path[self._depth]
        assert point.pending == pending, "the program is not the same each time"
        self._step(point, self._depth >= self._new)
        return point.chosen

    def _arrive(self, pending: Mapping[int, Access], current: int | None) -> None:
        sleeping: dict[int, Access] = {}
        if self.path:
            before = self.path[-1]
            did = before.pending[before.chosen]
            covered = {**before.sleeping, **{each: before.pending[each] for each in before.done}}
            sleeping = {each: its for each, its in covered.items() if not its.depends(did)}
        if not self.reduced:
            sleeping = {}
        awake = [thread for thread in pending if thread not in sleeping]
        if not awake:
            self._over = True
            self.cut += 1
            return
        point = _Point(pending, current if current in awake else awake[0], sleeping)
        if not self.reduced:
            point.wanted = set(pending)
        self.path.append(point)

    def _step(self, point: _Point, new: bool) -> None:
        thread = point.chosen
        access = point.pending[thread]
        clock = self._clocks[thread]
        races = []
        if access.place is not None:
            made = self._accesses.setdefault(access.place, [])
            for index in reversed(made):
                earlier = self.path[index]
                if not access.depends(earlier.pending[earlier.chosen]):
                    continue
                if index >= clock[earlier.chosen]:
                    # Nothing makes this one come after that one but that it did.
                    races.append(index)
                clock = list(map(max, clock, earlier.clock))
            made.append(self._depth)
        self._depth += 1
        clock = [*clock[:thread], self._depth, *clock[thread + 1 :]]
        self._clocks[thread] = point.clock = clock
        if new:
            for index in races:
                self._reverse(index)

    def _reverse(self, index: int) -> None:
        """Have what was just done come before the access at that point, which it raced with."""
        raced = self.path[index]
        # What came between and needs not come after that access, and what was just done.
        free = [point for point in self.path[index + 1 : -1] if not _before(raced, point)]
        free.append(self.path[-1])
        first = [
            point.chosen
            for number, point in enumerate(free)
            if not any(_before(other, point) for other in free[:number])
        ]
        if not (raced.wanted | raced.sleeping.keys()) & set(first):
            raced.wanted.add(first[-1])

    def next(self) -> bool:
        """Whether there is another path; the search stands at its beginning then."""
        self.runs += 1
        while self.path:
            point = self.path[-1]
            point.done.add(point.chosen)
            left = point.wanted - point.done - point.sleeping.keys()
            if left:
                point.chosen = min(left)
                self._begin()
                return True
            self.path.pop()
        return False


def outcomes(programs: Sequence[Sequence[tuple[str, bool]]], reduced: bool) -> tuple[set[str], int]:
    """What straight programs can do to each other, for the search's own tests.

    A program is a list of accesses, (place, writes). What each reads is who wrote last; the outcome
    is what all of them have read, and who wrote last in the end. Also returns how many runs.
    """
    search = Search(len(programs), reduced)
    found: set[str] = set()
    while True:
        at = [0] * len(programs)
        read: list[list[object]] = [[] for _ in programs]
        last: dict[str, object] = {}
        current: int | None = None
        while any(at[each] < len(program) for each, program in enumerate(programs)):
            pending = {
                each: Access((program[at[each]][0],), program[at[each]][1])
                for each, program in enumerate(programs)
                if at[each] < len(program)
            }
            current = search.pick(pending, current)
            place, writes = programs[current][at[current]]
            read[current].append(last.get(place))
            if writes:
                last[place] = (current, at[current])
            at[current] += 1
        found.add(repr((read, sorted(last.items()))))
        if not search.next():
            return found, search.runs
