"""Threads that do what they are told, one command after another, and tell what came of it.

A command that ends in a host function or a hook of the world's parks there: its thread goes on
taking commands, inside, until it is told to go back. Every wait ends: with what was waited for, or
loudly.
"""

from __future__ import annotations

import faulthandler
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import Any

__all__ = ["GoBack", "HostError", "Outcome", "Worker", "current", "together"]

# Seconds. Nothing takes a tenth of one; on a machine that is busy elsewhere it may seem so.
PATIENCE = 20.0

Task = Callable[[], Any]


class HostError(Exception):
    """What a host function raises when it is told to."""


class HookError(Exception):
    """What a hook raises when it is told to, or made to."""


@dataclass
class Outcome:
    """What came of a command: OK or PARKS with the object that it gave, or the class of an error.

    `cause` is the class of the error's cause; `ran` and `lent` are what hooks noted on the way.
    """

    name: str
    value: Any = None
    cause: str | None = None
    ran: list[Any] = field(default_factory=list)
    lent: list[Any] = field(default_factory=list)
    message: str = ""


@dataclass(frozen=True)
class GoBack:
    """Leave the innermost host function or hook, with a result or an error."""

    value: int = 0
    error: type[Exception] | None = None


class _Here(threading.local):
    worker: Worker


_here = _Here()


def current() -> Worker:
    """The worker whose thread this is."""
    return _here.worker


class Worker:
    """A thread, and the two channels to it."""

    def __init__(self) -> None:
        self._orders: SimpleQueue[Task | GoBack | None] = SimpleQueue()
        self._outcomes: SimpleQueue[Outcome] = SimpleQueue()
        # What hooks note while a command runs.
        self.ran: list[Any] = []
        self.lent: list[Any] = []
        # The tokens that are being landed, the innermost last.
        self.landing: list[Any] = []
        self._thread = threading.Thread(target=self._work, name="worker", daemon=True)
        self._thread.start()

    @property
    def ident(self) -> int | None:
        return self._thread.ident

    def do(self, order: Task | GoBack) -> Outcome:
        """Have it done, or left; what came of it."""
        self.begin(order)
        return self.outcome()

    def begin(self, order: Task | GoBack) -> None:
        """Have it done, without waiting."""
        self._orders.put(order)

    def outcome(self) -> Outcome:
        """What came of what was begun."""
        try:
            return self._outcomes.get(timeout=PATIENCE)
        except Empty:
            faulthandler.dump_traceback()
            raise AssertionError(
                "a worker does not answer; where all threads are is above"
            ) from None

    def end(self) -> None:
        """Have the thread end, and wait for that. Nothing of a store's is on its stack."""
        self._orders.put(None)
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive(), "a worker does not end"

    def abandon(self) -> None:
        """Have the thread leave wherever it is, and end, of a run that failed."""
        for _ in range(10):
            self._orders.put(None)

    def park(self, value: Any) -> int:
        """Called by a host function or hook: take commands until told to go back."""
        self._outcomes.put(self._tell(Outcome("parks", value)))
        del value
        order = self._serve()
        assert order is not None, "a worker was ended inside"
        if order.error is not None:
            raise order.error("as it was told")
        return order.value

    def _work(self) -> None:
        _here.worker = self
        self._serve()

    def _serve(self) -> GoBack | None:
        while True:
            order = self._orders.get(timeout=PATIENCE * 10)
            if order is None or isinstance(order, GoBack):
                return order
            self._outcomes.put(self._run(order))
            del order

    def _run(self, task: Task) -> Outcome:
        try:
            return self._tell(Outcome("ok", task()))
        except BaseException as error:
            cause = None if error.__cause__ is None else type(error.__cause__).__name__
            return self._tell(
                Outcome(type(error).__name__, cause=cause, message=f"{type(error)}: {error}")
            )

    def _tell(self, outcome: Outcome) -> Outcome:
        outcome.ran, self.ran = self.ran, []
        outcome.lent, self.lent = self.lent, []
        return outcome


def together(orders: Sequence[tuple[Worker, Task]]) -> list[Outcome]:
    """Have several workers begin at once; what came of each."""
    gate = threading.Barrier(len(orders))

    def gated(task: Task) -> Task:
        def wait_and_do() -> Any:
            gate.wait(PATIENCE)
            return task()

        return wait_and_do

    interval = sys.getswitchinterval()
    # They take turns as often as the interpreter lets them.
    sys.setswitchinterval(1e-6)
    try:
        for worker, task in orders:
            worker.begin(gated(task))
        return [worker.outcome() for worker, _ in orders]
    finally:
        sys.setswitchinterval(interval)
