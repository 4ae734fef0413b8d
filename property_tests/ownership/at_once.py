"""What may come of two commands that begin at once: one after the other, in either order, or one of
them refused because the other is at it."""

from __future__ import annotations

import copy

from . import spec
from .model import Command, Frame
from .operations import Operations
from .using import Expected

__all__ = ["TOO_LATE", "Possible", "can_be_told", "possible"]

# Which of these a thread is told that came too late, depends on the moment.
TOO_LATE = frozenset(
    {
        *("StoreBusyError", "TokenSpentError", "InTransitError", "WrongThreadError"),
        *("StaleCallerError", "MovedError", "ClosedError"),
    }
)
_CLOSES = ("close", "close pin")

# The model afterwards, the two outcomes, and how they came about.
Possible = tuple[Operations, list[Expected], str]


def possible(model: Operations, commands: tuple[Command, Command]) -> list[Possible]:
    """What may come of two commands that begin at once: the model afterwards, and the outcomes."""
    found: list[Possible] = []
    for order in ((0, 1), (1, 0)):
        after = copy.deepcopy(model)
        outcomes = {n: after.step(commands[n]) for n in order}
        found.append((after, [outcomes[0], outcomes[1]], "one after the other"))
    for refused, working in ((0, 1), (1, 0)):
        after = copy.deepcopy(model)
        frame = _working(after, commands[working])
        if frame is None:
            continue
        frame.thread.frames.append(frame)
        outcomes = {refused: after.step(commands[refused])}
        if _meets_a_closer(commands[refused], commands[working]):
            # It has the pin, and finds the store in use.
            outcomes[refused] = Expected("LandingError", "StoreBusyError")
        elif outcomes[refused].outcome not in TOO_LATE:
            continue
        frame.thread.frames.remove(frame)
        outcomes[working] = after.step(commands[working])
        found.append((after, [outcomes[0], outcomes[1]], "one refused meanwhile"))
    return found


def _working(model: Operations, command: Command) -> Frame | None:
    """What a thread is in the middle of while it does a command; None if nothing takes time."""
    thread = model.threads[command.worker]
    before: object = None
    stores: tuple[int, ...] = (command.target,)
    if command.operation in ("land", "discard"):
        token = model.tokens[command.target]
        if not model.live(token):
            return None
        before, stores = token.tenure, token.pin.stores
    elif command.operation in ("transfer", "unpin", "close pin", "reclaim"):
        pin = model.pins[command.target]
        if not model.alive(pin):
            return None
        before = pin.tenure
        stores = tuple(n for n in pin.stores if not model.stores[n].closed)
    elif command.operation == "pin":
        stores = command.stores
    elif command.operation == "close" and model.state(command.target) == "orphaned":
        before = model.stores[command.target].custody.tenure
    standings = {model.standing(thread, number) for number in stores}
    if standings & {spec.BUSY, spec.THEIRS, spec.THEIRS_ENTERED, spec.CLOSED}:
        return None
    return Frame("working", thread, stores, command, before=before)


def _meets_a_closer(command: Command, other: Command) -> bool:
    return command.operation == "reclaim" and other.operation in _CLOSES


def can_be_told(model: Operations, commands: tuple[Command, Command]) -> bool:
    """Whether the possible outcomes are known.

    Of several orphans one may be closed on its own, while another thread closes all of them: that
    one may find itself half done.
    """
    for command in commands:
        if command.operation in ("close pin", "reclaim"):
            pin = model.pins[command.target]
            owner = pin.custody.owner
            if len(pin.stores) > 1 and owner is not None and owner.ended:
                return False
    return True
