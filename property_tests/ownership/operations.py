"""What each operation does to the model, and what is to come of it: pins, tokens and threads.

Whether it is refused says the table in `spec`; here is only what its conditions mean, and what
follows when it is not.
"""

from __future__ import annotations

from . import spec
from .model import Command, Custody, Frame, Hook, Pin, Thread, Token
from .spec import OK, PARKS
from .using import LENT, Using

__all__ = ["Operations"]

# In which order the reasons are found, over several stores.
_PHASES = (
    ("InTransitError", "WrongThreadError"),
    ("StoreBusyError", "ClosedError", "ReentrancyError"),
    ("MisuseError",),
    (OK,),
)


class Operations(Using):
    """The model, with all that can be done to it."""

    # Pins.

    def _pin(self, command: Command, thread: Thread) -> str:
        standings = [self.standing(thread, number) for number in command.stores]
        rows = [
            spec.find("pin", standing, {"its pin is held"} if self.held(number) else set())
            for number, standing in zip(command.stores, standings, strict=True)
        ]
        for phase in _PHASES:
            for standing, row in zip(standings, rows, strict=True):
                assert row is not None
                if row.outcome in phase and row.outcome != OK:
                    return self._met("pin", standing, row.outcome, row.when)
        custody = Custody(object(), thread)
        single = command.detail == "store"
        pin = Pin(custody, custody.tenure, command.stores, single, command.every)
        for number, standing in zip(command.stores, standings, strict=True):
            self.stores[number].custody = custody
            self._met("pin", standing, OK)
        self.pins.append(pin)
        self._now.made = "pin", len(self.pins) - 1
        return OK

    def _pin_flags(self, thread: Thread, pin: Pin) -> set[str]:
        flags: set[str] = set()
        for number in pin.stores:
            standing = self.standing(thread, number)
            # The first of them counts.
            if not flags & {"a store is closed", "a store is entered"}:
                if standing == spec.CLOSED:
                    flags.add("a store is closed")
                elif standing in (spec.MINE_ENTERED, spec.SWITCHING):
                    flags.add("a store is entered")
            if self.lent(number, False):
                flags.add("a view is out")
            if any(
                what == "thread"
                or (what == "unknown" and pin.strict)
                or (isinstance(what, int) and what not in pin.stores)
                for what in self.stores[number].captured.values()
            ):
                flags.add("something is bound to the thread")
        return flags

    def _value(self, command: Command, thread: Thread) -> str:
        pin = self.pins[command.target]
        return self._look_up("value", self.pin_standing(thread, pin))

    def _ask(self, command: Command, thread: Thread) -> str:
        pin = self.pins[command.target]
        standing = self.pin_standing(thread, pin)
        mine = standing in (spec.MINE, spec.LANDING)
        self._now.value = mine, standing == spec.MOVED
        return self._met("ask", standing, OK)

    def _drop_pin(self, command: Command, thread: Thread) -> str:
        pin = self.pins[command.target]
        standing = self.pin_standing(thread, pin)
        pin.dropped = True
        return self._met("drop pin", standing, OK)

    def _transfer(self, command: Command, thread: Thread) -> str:
        pin = self.pins[command.target]
        standing = self.pin_standing(thread, pin)
        if self._look_up("transfer", standing, self._pin_flags(thread, pin)) != OK:
            return self._now.met[-1][3]
        custody = pin.custody
        custody.tenure, custody.owner = object(), None
        self.tokens.append(Token(custody, custody.tenure, pin))
        self._now.made = "token", len(self.tokens) - 1
        return OK

    def _unpin(self, command: Command, thread: Thread) -> str:
        pin = self.pins[command.target]
        standing = self.pin_standing(thread, pin)
        if self._look_up("unpin", standing, self._pin_flags(thread, pin)) != OK:
            return self._now.met[-1][3]
        pin.custody.tenure = pin.custody.owner = None
        return OK

    def _close_pin(self, command: Command, thread: Thread) -> str:
        pin = self.pins[command.target]
        standing = self.pin_standing(thread, pin)
        flags: set[str] = set()
        if any(self.standing(thread, n) in (spec.MINE_ENTERED, spec.SWITCHING) for n in pin.stores):
            flags.add("a store is entered")
        if self._look_up("close pin", standing, flags) != OK:
            return self._now.met[-1][3]
        for number in pin.stores:
            if standing == spec.ORPHAN and not self.stores[number].closed:
                self._now.warnings += 1
            self._end(number)
        return OK

    def _reclaim(self, command: Command, thread: Thread) -> str:
        pin = self.pins[command.target]
        standing = self.pin_standing(thread, pin)
        flags = {"a store is closed"} if any(self.stores[n].closed for n in pin.stores) else ()
        row = spec.find("reclaim", standing, set(flags))
        assert row is not None
        if row.outcome != OK:
            self._now.value = "ClosedError"
            return self._met("reclaim", standing, row.outcome, row.when)
        return self._set_up("reclaiming", command, thread, pin, None, standing)

    # Tokens.

    def _land(self, command: Command, thread: Thread) -> str:
        token = self.tokens[command.target]
        standing = self.token_standing(thread, token)
        if standing != spec.LIVE:
            return self._look_up("land", standing)
        return self._set_up("landing", command, thread, token.pin, token, standing)

    def _set_up(
        self,
        kind: str,
        command: Command,
        thread: Thread,
        old: Pin,
        token: Token | None,
        standing: str,
    ) -> str:
        pin = Pin(old.custody, object(), old.stores, old.single, old.strict)
        rest: list[tuple[int, Hook | None]] = [(number, None) for number in pin.stores]
        before = old.custody.tenure
        frame = Frame(kind, thread, pin.stores, command, rest, before, pin, token)
        thread.frames.append(frame)
        return self._arrive(frame, command.operation, standing)

    def _arrive(self, frame: Frame, operation: str, standing: str) -> str:
        """Run the hooks that are left; then it belongs to the thread."""
        pin = frame.pin
        assert pin is not None
        stopped = self._hooks(frame)
        if stopped == PARKS:
            return self._met(operation, standing, PARKS, "a hook parks")
        frame.thread.frames.remove(frame)
        for given in frame.given.values():
            self.pins[given].dead |= stopped is not None or self.pins[given] is not pin
        if stopped is not None:
            self._now.value = stopped
            if frame.token is not None and frame.token.dropped:
                self._drop(frame.token)
            return self._met(operation, standing, "LandingError", "a hook fails")
        pin.custody.tenure, pin.custody.owner = pin.tenure, frame.thread
        for number in pin.stores:
            self.stores[number].set_up_for = frame.thread
        if frame.token is not None:
            frame.token.landed = True
        number = next((n for n, known in enumerate(self.pins) if known is pin), len(self.pins))
        if number == len(self.pins):
            self.pins.append(pin)
        self._now.made = "pin", number
        return self._met(operation, standing, OK)

    def _discard(self, command: Command, thread: Thread) -> str:
        token = self.tokens[command.target]
        if self._look_up("discard", self.token_standing(thread, token)) != OK:
            return self._now.met[-1][3]
        self._spend(token)
        return OK

    def _spend(self, token: Token) -> None:
        for number in token.pin.stores:
            self._end(number)
        token.custody.tenure = object()

    def _drop_token(self, command: Command, thread: Thread) -> str:
        token = self.tokens[command.target]
        standing = self.token_standing(thread, token)
        token.dropped = True
        if standing == spec.LIVE:
            self._drop(token)
        return self._look_up("drop token", standing)

    def _drop(self, token: Token) -> None:
        self._spend(token)
        self._now.warnings += 1

    # Threads.

    def _return(self, command: Command, thread: Thread) -> str:
        frame = thread.frames[-1]
        if frame.kind == "callback":
            return self._return_to_guest(command, frame)
        if frame.kind == "switching":
            return self._switch(frame, "return", "switching")
        return self._arrive(frame, "return", frame.kind)

    def _return_to_a_trap(self, command: Command, thread: Thread) -> str:
        frame = thread.frames[-1]
        if frame.kind == "callback":
            return self._return_to_guest(command, frame)
        return self._return(command, thread)

    def _return_to_guest(self, command: Command, frame: Frame) -> str:
        assert frame.called is not None
        frame.thread.frames.pop()
        frame.called.over = True
        self._now.value = None
        flags = {LENT} if self.lent(frame.stores[0], True) else ()
        outcome = self._look_up(command.operation, "callback", flags)
        if outcome == OK:
            self._now.value = command.number
        return outcome

    def _raise(self, command: Command, thread: Thread) -> str:
        frame = thread.frames[-1]
        if frame.kind == "callback":
            assert frame.called is not None
            thread.frames.pop()
            frame.called.over = True
            return self._met("raise", "callback", "HostError")
        thread.frames.pop()
        for given in frame.given.values():
            self.pins[given].dead = True
        self._now.value = "HookError"
        if frame.token is not None and frame.token.dropped:
            self._drop(frame.token)
        return self._met("raise", frame.kind, "LandingError")

    def _exit(self, command: Command, thread: Thread) -> str:
        thread.ended = True
        self.threads[command.worker] = Thread()
        return self._look_up("exit", spec.FREE)

    def _collect(self, command: Command, thread: Thread) -> str:
        return self._look_up("collect", spec.FREE)
