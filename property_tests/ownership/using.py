"""What using a store does to the model, and what is to come of it; and what hooks do.

Whether it is refused says the table in `spec`; here is only what its conditions mean, and what
follows when it is not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from . import spec
from .model import Called, Command, Frame, Hook, Model, Pin, Store, Thread, View
from .spec import OK, PARKS, Transition

__all__ = ["LENT", "Expected", "Using"]

# Pages that each memory may grow to.
FULL = {"still": 2, "moving": 4}

# With these it ends before the operation has begun.
_REFUSALS = frozenset(
    {
        *("ClosedError", "InTransitError", "WrongThreadError", "StoreBusyError"),
        *("BorrowError", "ReentrancyError"),
    }
)
LENT = "a view is out on a memory that may move"


@dataclass
class Expected:
    """What is to come of a command.

    `value` is its result, or for a LandingError the class of its cause; `ran` the hooks that ran,
    each by its store and its place there, and `lent` the views that they made; `made` what it made:
    "pin" or the like, and its number.
    """

    outcome: str
    value: object = None
    warnings: int = 0
    lent: list[int] = field(default_factory=list)
    ran: list[tuple[int, int]] = field(default_factory=list)
    made: tuple[str, int] | None = None
    met: list[Transition] = field(default_factory=list)


class Using(Model):
    """The model, with what can be done to a store."""

    def step(self, command: Command) -> Expected:
        """Do it to the model; what is to come of it in the world."""
        self._now = Expected(OK)
        thread = self.threads[command.worker]
        name = command.operation.replace(" ", "_")
        action: Callable[[Command, Thread], str] = getattr(self, f"_{name}")
        self._now.outcome = action(command, thread)
        return self._now

    def _met(self, operation: str, standing: str, outcome: str, when: str = "") -> str:
        self._now.met.append((operation, standing, when, outcome))
        return outcome

    def _look_up(self, operation: str, standing: str, flags: Iterable[str] = ()) -> str:
        row = spec.find(operation, standing, frozenset(flags))
        assert row is not None, f"the table says nothing of {operation!r} when {standing!r}"
        return self._met(operation, standing, row.outcome, row.when)

    # Using a store.

    def _storelike(self, command: Command, thread: Thread) -> str | None:
        """Why what stands for the store cannot; None when the store is to be asked."""
        kind, number = command.through
        if kind == "pin":
            pin = self.pins[number]
            if self.pin_standing(thread, pin) == spec.MOVED:
                return self._look_up("use a pin", spec.MOVED)
            if not pin.single:
                return self._look_up("use a pin", spec.BUNDLE)
        elif kind == "caller":
            caller = self.callers[number]
            if caller.over:
                return self._look_up("use a Caller", spec.STALE)
            # A pinned store refuses by itself.
            if self.standing(thread, command.target) == spec.BUSY:
                return self._look_up("use a Caller", spec.CALLED_THERE)
        return None

    def _use(self, command: Command, thread: Thread) -> str:
        refused = self._storelike(command, thread)
        if refused is not None:
            return refused
        number, operation = command.target, command.operation
        store = self.stores[number]
        standing = self.standing(thread, number)
        flags = set()
        if self.lent(number, True):
            flags.add(LENT)
        if operation == "grow" and self._full(command):
            flags.add("it is full")
        row = spec.find(operation, standing, flags)
        assert row is not None, f"the table says nothing of {operation!r} when {standing!r}"
        outside = standing in (spec.FREE, spec.MINE)
        if outside and row.outcome not in _REFUSALS and store.set_up_for is not thread:
            rest: list[tuple[int, Hook | None]]
            rest = [(number, hook) for hook in store.hooks if hook.every]
            frame = Frame("switching", thread, (number,), command, rest)
            thread.frames.append(frame)
            return self._switch(frame, operation, standing)
        self._met(operation, standing, row.outcome, row.when)
        if row.outcome not in _REFUSALS:
            self._entered(command, thread)
        return row.outcome

    _call = _trap = _call_back = _grow = _peek = _poke = _view = _on_land = _use

    def _full(self, command: Command) -> bool:
        return self.stores[command.target].pages[command.detail] + 1 > FULL[command.detail]

    def _switch(self, frame: Frame, operation: str, standing: str) -> str:
        """Run the hooks that are left, then what the thread entered for."""
        thread, command = frame.thread, frame.command
        stopped = self._hooks(frame)
        if stopped == PARKS:
            return self._met(operation, standing, PARKS, "a hook parks")
        thread.frames.remove(frame)
        if stopped is not None:
            self._now.value = stopped
            return self._met(operation, standing, "LandingError", "a hook fails")
        self.stores[command.target].set_up_for = thread
        moves = command.operation in ("call", "trap", "call back", "grow")
        if moves and self.lent(command.target, True):
            return self._met(operation, standing, "BorrowError", "a hook has made such a view")
        outcome, why = self._entered(command, thread)
        first = operation != "return"
        return self._met(operation, standing, outcome, "" if first and why != "it is full" else why)

    def _entered(self, command: Command, thread: Thread) -> tuple[str, str]:
        """The operation itself: its outcome, and a word for it."""
        store, operation = self.stores[command.target], command.operation
        if operation == "call":
            self._now.value = command.number + 1
        elif operation == "trap":
            return "Trap", "it traps"
        elif operation == "call back":
            called = Called(command.target, thread)
            self.callers.append(called)
            frame = Frame("callback", thread, (command.target,), command, called=called)
            thread.frames.append(frame)
            self._now.made = "caller", len(self.callers) - 1
            return PARKS, "it calls back"
        elif operation == "grow":
            if self._full(command):
                return "WasmtimeError", "it is full"
            self._now.value = store.pages[command.detail]
            store.pages[command.detail] += 1
        elif operation == "peek":
            self._now.value = store.words[command.detail]
        elif operation == "poke":
            store.words[command.detail] = command.number
        elif operation == "on land":
            store.hooks.append(Hook(command.detail, command.every, command.number))
        elif operation == "view":
            self._lend(command.target, command.detail)
        return OK, ""

    def _lend(self, number: int, memory: str) -> None:
        self.views.append(View(number, memory))
        self._now.made = "view", len(self.views) - 1

    def _use_view(self, command: Command, thread: Thread) -> str:
        view = self.views[command.target]
        standing = spec.SPENT if view.released else self.standing(thread, view.store)
        if standing != spec.SPENT:
            self._now.value = self.stores[view.store].words[view.memory]
        return self._look_up("use view", standing)

    def _release_view(self, command: Command, thread: Thread) -> str:
        view = self.views[command.target]
        standing = spec.SPENT if view.released else spec.LIVE
        view.released = True
        return self._look_up("release view", standing)

    def _close(self, command: Command, thread: Thread) -> str:
        standing = self.standing(thread, command.target)
        if self._look_up("close", standing) == OK:
            self._end(command.target)
            self._now.warnings = int(standing == spec.ORPHAN)
            return OK
        return self._now.met[-1][3]

    def _end(self, number: int) -> None:
        self.stores[number].closed = True

    def _make(self, command: Command, thread: Thread) -> str:
        self.stores.append(Store(thread))
        self._now.made = "store", len(self.stores) - 1
        return self._look_up("make", spec.FREE)

    # Hooks.

    def _hooks(self, frame: Frame) -> str | None:
        """Run those that are left: None, PARKS, or the class of what one of them raised."""
        while frame.rest:
            number, hook = frame.rest.pop(0)
            if hook is None:
                # Its turn: the hooks that it has now.
                frame.rest[:0] = [(number, each) for each in self.stores[number].hooks]
                continue
            for other, given in frame.given.items():
                # Good for the hooks of its own store alone.
                self.pins[given].dead |= other != number
            self._now.ran.append((number, self.stores[number].hooks.index(hook)))
            if not hook.times:
                continue
            hook.times -= 1
            stopped = self._act(frame, number, hook)
            if stopped is not None:
                return stopped
        return None

    def _act(self, frame: Frame, number: int, hook: Hook) -> str | None:
        thread = frame.thread
        if hook.kind == "fails":
            return "HookError"
        if hook.kind in ("calls", "grows"):
            return "BorrowError" if self.lent(number, True) else "ReentrancyError"
        if hook.kind in ("closes", "moves"):
            return "ReentrancyError"
        if hook.kind == "lands" and any(f.token is not None for f in thread.frames):
            return "TokenSpentError"
        if hook.kind == "lends":
            self.views.append(View(number, "moving"))
            self._now.lent.append(len(self.views) - 1)
            return None
        if hook.kind == "parks":
            if frame.pin is not None and number not in frame.given:
                self._give(frame, number)
            return PARKS
        return None

    def _give(self, frame: Frame, number: int) -> None:
        """A hook is inside, and what it was given can be used."""
        pin = frame.pin
        assert pin is not None
        if not pin.single:
            pin = Pin(pin.custody, pin.tenure, (number,), True, pin.strict)
        self.pins.append(pin)
        frame.given[number] = len(self.pins) - 1
        self._now.made = "pin", len(self.pins) - 1

    def _capture(self, command: Command, thread: Thread) -> str:
        store = self.stores[command.target]
        where, _, what = command.detail.partition(":")
        store.captured[where] = int(what) if what.isdigit() else what
        return OK
