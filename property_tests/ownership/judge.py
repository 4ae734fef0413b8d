"""Doing things to safestore and to the model, and judging what came of them.

One thing is done at a time, so a run that fails replays exactly. Only what is done at once has
several legal outcomes (`at_once`); the model goes on from the one that was seen.
"""

from __future__ import annotations

import gc
import sys
import warnings
import weakref
from contextlib import suppress
from typing import Any

from hypothesis.stateful import RuleBasedStateMachine

from safestore.errors import MisuseError
from safestore.ownership.borrow import BORROWS, VIEWS

from . import spec
from .at_once import TOO_LATE, can_be_told, possible
from .coverage import Coverage
from .model import Command, Thread
from .operations import Operations
from .spec import PARKS
from .using import Expected
from .workers import Outcome, Worker, together
from .world import World

__all__ = ["COVERAGE", "WORKERS", "Judged"]

WORKERS = 3

COVERAGE = Coverage()


class Judged(RuleBasedStateMachine):
    """A world and its model, and the judgement of what comes of each command."""

    def __init__(self) -> None:
        super().__init__()
        # What is there already is not looked at by the collections to come, which are many.
        gc.freeze()
        self.model = Operations(WORKERS)
        self.world = World(WORKERS)
        # Whether all that was done so far went as it should.
        self.whole = True
        self.natives: list[weakref.ref[Any]] = []
        self.unraisable: list[Any] = []
        self._hook, sys.unraisablehook = sys.unraisablehook, self._note
        self._warnings = warnings.catch_warnings(record=True)
        self.warned: Any = self._warnings.__enter__()
        warnings.simplefilter("always")
        self.do(Command("make", 0))

    def _note(self, unraisable: Any) -> None:
        self.unraisable.append(f"{unraisable.err_msg}: {unraisable.exc_value!r}")

    # Doing a thing, and judging what came of it.

    def do(self, command: Command | None) -> None:
        """Do it to both, and compare."""
        if command is None:
            return
        self.whole = False
        if command.operation == "exit":
            self._exit(command)
            self.whole = True
            return
        expected = self.model.step(command)
        outcome = self.world.workers[command.worker].do(self.world.order(command))
        problem = self._problem(command, expected, outcome)
        assert problem is None, problem
        self._settle(command, expected, outcome)
        self._check(expected.warnings, command)
        COVERAGE.count(expected.met)
        self.whole = True

    def _problem(self, command: Command, expected: Expected, outcome: Outcome) -> str | None:
        """What is wrong with an outcome."""
        wanted: Any = (expected.outcome, expected.ran)
        got: Any = (outcome.name, outcome.ran)
        if wanted == got and expected.made is None and expected.outcome in ("ok", "LandingError"):
            wanted = expected.value
            got = outcome.cause if outcome.name == "LandingError" else outcome.value
        if wanted == got:
            return None
        return f"{command}: expected {wanted}, got {got}; {outcome.message}; {expected.met}"

    def _settle(self, command: Command, expected: Expected, outcome: Outcome) -> None:
        """Know what was made by its number."""
        if expected.made is not None:
            kind, number = expected.made
            self.world.keep(kind, number, outcome.value)
            if kind == "store":
                self.natives.append(weakref.ref(outcome.value.store._native))
        for number, view in zip(expected.lent, outcome.lent, strict=True):
            self.world.keep("view", number, view)

    def _exit(self, command: Command) -> None:
        workers = self.world.workers
        expected = self.model.step(command)
        workers[command.worker].end()
        # The system gives the next thread the ident of one that has ended.
        workers[command.worker] = Worker()
        self._check(0, command)
        COVERAGE.count(expected.met)

    def _check(self, warned: int, command: Any) -> None:
        """Everything that can be asked from outside says what the model says."""
        found = self._difference()
        assert found is None, f"after {command}: {found}"
        texts = [str(warning.message) for warning in self.warned]
        assert len(texts) == warned, f"{command}: expected {warned} warnings, got {texts}"
        assert all(issubclass(warning.category, ResourceWarning) for warning in self.warned)
        self.warned.clear()
        assert not self.unraisable, self.unraisable

    def _difference(self) -> str | None:
        model, world = self.model, self.world
        nobody = Thread()
        for number, cell in world.cells.items():
            region = cell.store._region
            assert region is not None
            if region.state != model.state(number):
                return f"store {number} is {region.state}, not {model.state(number)}"
            wanted = self._set_up_for(number)
            if wanted is not None and region.thread is not None and region.thread.ident != wanted:
                return f"store {number} is set up for another thread"
        for number, pin in world.pins.items():
            if pin.moved != (model.pin_standing(nobody, model.pins[number]) == spec.MOVED):
                return f"pin {number}: {pin!r}"
        for number, token in world.tokens.items():
            if token.landed is not model.tokens[number].landed:
                return f"token {number}: {token!r}"
        return None

    def _set_up_for(self, number: int) -> int | None:
        """The ident of the thread that a store is set up for, where that matters to anybody."""
        known = self.model.stores[number].set_up_for
        if known.ended or self.model.state(number) not in ("idle", "running"):
            return None
        return self.world.workers[self.model.threads.index(known)].ident

    # Two at once.

    def do_at_once(self, first: Command | None, second: Command | None) -> None:
        """Begin both at once; judge the two outcomes together."""
        if first is None or second is None or first.worker == second.worker:
            self.do(first)
            return
        if not can_be_told(self.model, (first, second)):
            self.do(first)
            return
        self.whole = False
        known = possible(self.model, (first, second))
        if any(each.outcome == PARKS for _, found, _ in known for each in found):
            self.do(first)
            return
        orders: Any = [
            (self.world.workers[each.worker], self.world.order(each)) for each in (first, second)
        ]
        outcomes = together(orders)
        matching = []
        problems = []
        for model, expected, how in known:
            found = [
                None if {each[1].outcome, each[2].name} <= TOO_LATE else self._problem(*each)
                for each in zip((first, second), expected, outcomes, strict=True)
            ]
            if any(found):
                problems.append(f"{how}: {[each for each in found if each]}")
            else:
                matching.append((model, expected, how))
        assert matching, "at once:\n" + "\n".join(problems)
        before = self.model
        differences = []
        for model, expected, how in matching:  # noqa: B007
            self.model = model
            difference = self._difference()
            if difference is None:
                break
            differences.append(difference)
            self.model = before
        assert self.model is not before, f"after {first} and {second}: {differences}"
        for each, wanted, outcome in zip((first, second), expected, outcomes, strict=True):
            self._settle(each, wanted, outcome)
        self._check(sum(each.warnings for each in expected), (first, second))
        COVERAGE.count([("at once", "free", "", how)])
        COVERAGE.count([row for each in expected for row in each.met])
        self.whole = True

    # Leaving.

    def go_back(self, worker: int, how: str) -> None:
        """Have it leave the innermost host function or hook, if it is in any."""
        frames = self.model.threads[worker].frames
        if frames:
            kind = frames[-1].kind
            if kind != "callback" and how == "return to a trap":
                how = "return"
            self.do(Command(how, worker, detail=kind, number=41))

    def leave(self, worker: int, most: int) -> None:
        """Go back, until the worker is inside of so many host functions and hooks at most."""
        while len(self.model.threads[worker].frames) > most:
            self.go_back(worker, "return")

    def teardown(self) -> None:
        try:
            if self.whole:
                self._unwind()
        finally:
            self._abandon()

    def _unwind(self) -> None:
        """Leave everything, end the threads; then nothing is left."""
        for worker in range(WORKERS):
            while self.model.threads[worker].frames:
                self.go_back(worker, "return")
        for worker in range(WORKERS):
            self.do(Command("exit", worker))
        ours = {id(cell.store._region) for cell in self.world.cells.values()}
        live = sum(not token.dropped and self.model.live(token) for token in self.model.tokens)
        for cell in self.world.cells.values():
            # A cycle through another store, which is still there.
            cell.data.thing = cell.back.thing = None
        del cell
        workers = self.world.workers
        self.world = World(0)
        for each in workers:
            each.end()
        gc.collect()
        assert len(self.warned) == live, [str(each.message) for each in self.warned]
        left = [n for n, native in enumerate(self.natives) if native() is not None]
        assert not left, f"stores {left} were not freed"
        lent = [b for table in (BORROWS, VIEWS) for b in table.values() if id(b.region) in ours]
        assert not lent
        assert not self.unraisable, self.unraisable

    def _abandon(self) -> None:
        for worker in self.world.workers:
            worker.abandon()
        for token in self.world.tokens.values():
            # Of a run that failed.
            with suppress(MisuseError):
                token.discard()
        self._warnings.__exit__(None, None, None)
        gc.unfreeze()
        sys.unraisablehook = self._hook
