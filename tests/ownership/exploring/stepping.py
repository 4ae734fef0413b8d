"""Threads that run one at a time, from one access of what they share to the next."""

from __future__ import annotations

import _thread
import gc
import threading
from collections.abc import Callable, Mapping
from threading import get_ident

from .search import Access, Search

_START = Access(None, False)

Action = Callable[[], object]


class Crew:
    """Some threads that live as long as the block, and a turn that goes from one to the next."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.trace: list[tuple[int, str]] = []
        self._actions: Mapping[int, Action] = {}
        self._pending: dict[int, Access] = {}
        self._pick: Callable[[dict[int, Access], int | None], int] = lambda pending, now: now or 0
        # Each object's number is that of its first use in this run, the same in each run alike.
        # It is kept, so that its id is.
        self._numbers: dict[int, tuple[int, object]] = {}
        self._gates = [_closed() for _ in range(size)]
        self._home = _closed()
        self._over = False
        self._failed: list[BaseException] = []
        self._threads = [
            threading.Thread(target=self._work, args=(each,), name=f"thread {each}", daemon=True)
            for each in range(size)
        ]

    def __enter__(self) -> Crew:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._over = True
        for number, thread in enumerate(self._threads):
            self._gates[number].release()
            thread.join()

    def run(
        self,
        actions: Mapping[int, Action],
        pick: Callable[[dict[int, Access], int | None], int],
    ) -> None:
        """Each thread does its action, if it has one; `pick` says who goes on."""
        self._actions = actions
        self._pick = pick
        self._numbers.clear()
        self._pending = dict.fromkeys(actions, _START)
        self.trace.clear()
        self._gates[pick(self._pending, None)].release()
        self._home.acquire()
        failed, self._failed = self._failed, []
        if failed:
            raise failed[0]

    def do(self, me: int, action: Action) -> None:
        """One of the threads does something while the others wait."""
        self.run({me: action}, lambda pending, now: me)

    def step(self, me: int, thing: object, name: str, writes: bool) -> None:
        """The thread `me` will access `name` of `thing` when it has its turn."""
        found = self._numbers.get(id(thing))
        if found is None:
            found = self._numbers[id(thing)] = (len(self._numbers), thing)
        self._pending[me] = Access((found[0], name), writes)
        turn = self._next(me)
        if turn != me:
            self._gates[turn].release()
            self._gates[me].acquire()
        self.trace.append(
            (me, f"{'write' if writes else 'read '} {type(thing).__name__} {found[0]}.{name}")
        )

    def _next(self, me: int | None) -> int:
        try:
            return self._pick(self._pending, me)
        except BaseException as error:
            self._failed.append(error)
            self._pick = lambda pending, now: min(pending)
            return min(self._pending)

    def _work(self, me: int) -> None:
        _crew[get_ident()] = (self, me)
        try:
            while True:
                self._gates[me].acquire()
                if self._over:
                    return
                try:
                    self._actions[me]()
                except BaseException as error:
                    self._failed.append(error)
                del self._pending[me]
                if self._pending:
                    self._gates[self._next(None)].release()
                else:
                    self._home.release()
        finally:
            del _crew[get_ident()]


def _closed() -> _thread.LockType:
    gate = _thread.allocate_lock()
    gate.acquire()
    return gate


# By ident: the crew that the thread belongs to, and its number there.
_crew: dict[int, tuple[Crew, int]] = {}


def step(thing: object, name: str, writes: bool) -> None:
    """A point of the schedule, when the current thread is one of a crew."""
    found = _crew.get(get_ident())
    if found is not None:
        found[0].step(found[1], thing, name, writes)


def explore(
    team: Crew, prepare: Callable[[], tuple[Mapping[int, Action], Callable[[], object]]]
) -> Search:
    """Run what `prepare` makes, actions and a check for after them, in every order that matters.

    `prepare` runs on the thread that calls this, where nothing is a point. A failure is raised
    with the schedule that led to it.
    """
    search = Search(team.size)
    while True:
        actions, check = prepare()
        try:
            team.run(actions, search.pick)
            check()
        except BaseException as error:
            steps = "\n".join(f"  thread {each}: {what}" for each, what in team.trace)
            raise AssertionError(f"{error}, in schedule {search.runs + 1}:\n{steps}") from error
        del actions, check
        if not search.next():
            return search
        if search.runs % 1000 == 0:
            gc.collect()
