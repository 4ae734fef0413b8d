"""The state machine that Hypothesis drives: what is chosen, by chance and by the table.

What is chosen depends on the model alone.
"""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import strategies as st
from hypothesis.stateful import rule

from . import spec
from .arrange import EXTRA_FOR, EXTRAS, arrange
from .judge import COVERAGE, WORKERS, Judged
from .model import Command
from .spec import Transition, transitions

__all__ = ["COVERAGE", "Ownership"]

MOST_STORES = 20
# Host functions and hooks in each other, on one thread.
DEEPEST = 4

_WORKER = st.integers(0, WORKERS - 1)
_CHOICE = st.integers(0, 11)
_APART = st.integers(1, WORKERS - 1)
_MEMORY = st.sampled_from(["still", "moving"])
_USES = ("call", "trap", "call back", "grow", "peek", "poke", "view")
_AT_ONCE = (*_USES, "close", "pin", "transfer", "unpin", "close pin", "reclaim", "land", "discard")
_ON_PINS = ("value", "ask", "transfer", "unpin", "close pin", "reclaim")
_HOOKS = ("notes", "fails", "calls", "grows", "closes", "moves", "lands", "lends", "parks")


def _on_rows(*operations: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """A rule that picks a row of these operations, and what else it takes."""
    decorate: Callable[[Callable[..., None]], Callable[..., None]] = rule(
        row=st.sampled_from([each for each in transitions() if each[0] in operations]),
        worker=_WORKER,
        apart=_APART,
        extra=st.sampled_from(EXTRAS),
        through=st.sampled_from(["store", "store", "pin", "caller"]),
        memory=_MEMORY,
        several=st.booleans(),
    )
    return decorate


class Ownership(Judged):
    """Stores, pins and tokens among a few threads."""

    # Choosing.

    def _one_of(self, numbers: list[int], choice: int) -> int | None:
        """Of the newest few; a choice of 0 is the newest."""
        return numbers[-1 - choice % min(len(numbers), 4)] if numbers else None

    def _store(self, choice: int) -> int | None:
        return self._one_of(list(range(len(self.model.stores))), choice)

    def _pin(self, choice: int) -> int | None:
        pins = self.model.pins
        known = [n for n, pin in enumerate(pins) if not pin.dropped]
        alive = [n for n in known if self.model.alive(pins[n])]
        gone = [n for n in known if n not in alive]
        return self._one_of([*gone[-1:], *alive], choice)

    def _token(self, choice: int) -> int | None:
        known = [n for n, token in enumerate(self.model.tokens) if not token.dropped]
        spent = [n for n in known if not self.model.live(self.model.tokens[n])]
        live = [n for n in known if n not in spent]
        return self._one_of([*spent[-1:], *live], choice)

    def _view(self, choice: int) -> int | None:
        views = self.model.views
        # A released view of memory that stays where it is was dropped as well, see `World`.
        gone = [n for n, view in enumerate(views) if view.released and view.memory == "moving"]
        out = [n for n, view in enumerate(views) if not view.released]
        return self._one_of([*gone[-1:], *out], choice)

    def command(
        self, operation: str, worker: int, choice: int, other: int, memory: str
    ) -> Command | None:
        """The operation on what the numbers choose; None when there is nothing to do it on."""
        if operation in _USES:
            return self._use(operation, worker, choice, other, memory)
        if operation == "pin":
            return self._pin_command(worker, choice, other)
        choose: Callable[[int], int | None] = self._pin
        if operation == "close":
            choose = self._store
        elif operation in ("land", "discard", "drop token"):
            choose = self._token
        elif operation in ("use view", "release view"):
            choose = self._view
        target = choose(choice)
        if target is None:
            return None
        if operation == "release view":
            memory = self.model.views[target].memory
        return Command(operation, worker, target, detail=memory)

    def _use(
        self, operation: str, worker: int, choice: int, other: int, memory: str
    ) -> Command | None:
        if operation == "call back" and len(self.model.threads[worker].frames) >= DEEPEST:
            operation = "call"
        target = self._store(choice)
        through = ("store", target)
        if other % 3 == 1:
            pin = self._pin(choice)
            if pin is not None:
                through = ("pin", pin)
                # One of another store would be refused for that.
                stores = self.model.pins[pin].stores
                target = stores[0] if stores else target
        elif other % 6 == 2:
            caller = self._one_of(list(range(len(self.model.callers))), choice)
            if caller is not None:
                through = ("caller", caller)
                target = self.model.callers[caller].store
        if target is None:
            return None
        return Command(operation, worker, target, through, memory, number=7 + choice)  # type: ignore[arg-type]

    def _pin_command(self, worker: int, choice: int, other: int) -> Command | None:
        first = self._store(choice)
        assert first is not None
        strict = other % 2 == 1
        if other < 6:
            return Command("pin", worker, detail="store", stores=(first,), every=strict)
        second = self._store(choice + other)
        assert second is not None
        several = (first, second) if first != second else (first,)
        detail = "handles" if other < 9 else "tuple"
        return Command("pin", worker, detail=detail, stores=several, every=strict)

    # The rules.

    @rule(worker=_WORKER)
    def make(self, worker: int) -> None:
        if len(self.model.stores) < MOST_STORES // 4:
            self.do(Command("make", worker))

    @rule(
        worker=_WORKER,
        operation=st.sampled_from(_USES),
        choice=_CHOICE,
        other=_CHOICE,
        memory=_MEMORY,
    )
    def use(self, worker: int, operation: str, choice: int, other: int, memory: str) -> None:
        self.do(self.command(operation, worker, choice, other, memory))

    @rule(worker=_WORKER, choice=_CHOICE, other=_CHOICE)
    def call_back(self, worker: int, choice: int, other: int) -> None:
        self.do(self.command("call back", worker, choice, other, "still"))

    @rule(
        worker=_WORKER,
        choice=_CHOICE,
        memory=_MEMORY,
        operation=st.sampled_from(["use view", "release view"]),
    )
    def view(self, worker: int, choice: int, memory: str, operation: str) -> None:
        self.do(self.command(operation, worker, choice, 0, memory))

    @rule(worker=_WORKER, choice=_CHOICE)
    def close(self, worker: int, choice: int) -> None:
        self.do(self.command("close", worker, choice, 0, ""))

    @rule(worker=_WORKER, choice=_CHOICE, other=_CHOICE)
    def pin(self, worker: int, choice: int, other: int) -> None:
        self.do(self.command("pin", worker, choice, other, ""))

    @rule(worker=_WORKER, choice=_CHOICE)
    def transfer(self, worker: int, choice: int) -> None:
        self.do(self.command("transfer", worker, choice, 0, ""))

    @rule(worker=_WORKER, choice=_CHOICE)
    def land(self, worker: int, choice: int) -> None:
        self.do(self.command("land", worker, choice, 0, ""))

    @rule(worker=_WORKER, choice=_CHOICE, operation=st.sampled_from(["discard", "drop token"]))
    def give_up(self, worker: int, choice: int, operation: str) -> None:
        self.do(self.command(operation, worker, choice, 0, ""))

    @rule(
        worker=_WORKER,
        choice=_CHOICE,
        operation=st.sampled_from(["unpin", "close pin", "value", "ask"]),
    )
    def use_pin(self, worker: int, choice: int, operation: str) -> None:
        self.do(self.command(operation, worker, choice, 0, ""))

    @rule(worker=_WORKER, choice=_CHOICE, again=st.booleans())
    def drop_pin(self, worker: int, choice: int, again: bool) -> None:
        command = self.command("drop pin", worker, choice, 0, "")
        if command is None:
            return
        pin = self.model.pins[command.target]
        standing = self.model.pin_standing(self.model.threads[worker], pin)
        # While it is being landed or taken over, a frame has it as well.
        if standing in (spec.MINE, spec.THEIRS, spec.ORPHAN, spec.MOVED):
            self.do(command)
            if again and pin.stores:
                self.do(Command("pin", worker, detail="store", stores=pin.stores[:1]))

    @rule(worker=_WORKER, choice=_CHOICE)
    def reclaim(self, worker: int, choice: int) -> None:
        self.do(self.command("reclaim", worker, choice, 0, ""))

    @rule(choice=_CHOICE, kind=st.sampled_from(_HOOKS), every=st.booleans(), worker=_WORKER)
    def on_land(self, choice: int, kind: str, every: bool, worker: int) -> None:
        target = self._store(choice)
        assert target is not None
        if len(self.model.stores[target].hooks) < 4:
            times = 2 if kind == "parks" else 1
            self.do(Command("on land", worker, target, detail=kind, every=every, number=times))

    @rule(
        choice=_CHOICE,
        where=st.sampled_from(["data", "callback"]),
        what=st.sampled_from(["thread", "unknown", "nothing", "store"]),
        other=_CHOICE,
        worker=_WORKER,
    )
    def capture(self, choice: int, where: str, what: str, other: int, worker: int) -> None:
        target = self._store(choice)
        assert target is not None
        named = str(self._store(other)) if what == "store" else what
        self.do(Command("capture", worker, target, detail=f"{where}:{named}"))

    @rule(worker=_WORKER, how=st.sampled_from(["return", "return", "raise", "return to a trap"]))
    def end(self, worker: int, how: str) -> None:
        self.go_back(worker, how)

    @rule(worker=_WORKER)
    def exit(self, worker: int) -> None:
        if self.model.threads[worker].frames:
            self.go_back(worker, "return")
        else:
            self.do(Command("exit", worker))

    @rule(worker=_WORKER)
    def collect(self, worker: int) -> None:
        self.do(Command("collect", worker))

    @rule(
        worker=_WORKER,
        apart=_APART,
        operations=st.tuples(st.sampled_from(_AT_ONCE), st.sampled_from(_AT_ONCE)),
        choice=_CHOICE,
        other=_CHOICE,
        memory=_MEMORY,
    )
    def at_once(
        self,
        worker: int,
        apart: int,
        operations: tuple[str, str],
        choice: int,
        other: int,
        memory: str,
    ) -> None:
        first, second = operations
        self.do_at_once(
            self.command(first, worker, choice, other, memory),
            self.command(second, (worker + apart) % WORKERS, choice, other, memory),
        )

    @rule(
        worker=_WORKER,
        apart=_APART,
        standing=st.sampled_from(
            [spec.FREE, spec.MINE, spec.THEIRS, spec.TRANSIT, spec.ORPHAN, spec.CLOSED]
        ),
        operations=st.tuples(st.sampled_from(_AT_ONCE), st.sampled_from(_AT_ONCE)),
        memory=_MEMORY,
        several=st.booleans(),
    )
    def both(
        self,
        worker: int,
        apart: int,
        standing: str,
        operations: tuple[str, str],
        memory: str,
        several: bool,
    ) -> None:
        """Two at once on the same fresh store."""
        if len(self.model.stores) >= MOST_STORES:
            return
        other = (worker + apart) % WORKERS
        store = arrange(self, standing, worker, other, several=several)
        first, second = (
            self._on(store, operation, who, memory)
            for operation, who in zip(operations, (worker, other), strict=True)
        )
        self.do_at_once(first, second)

    def _on(self, store: int, operation: str, worker: int, memory: str) -> Command | None:
        """The operation on a store that was just arranged, or on its pin or token."""
        if operation == "pin":
            return Command("pin", worker, detail="store", stores=(store,))
        numbers = {"land": len(self.model.tokens) - 1, "discard": len(self.model.tokens) - 1}
        numbers |= dict.fromkeys(_ON_PINS, len(self.model.pins) - 1)
        target = numbers.get(operation, store)
        tokens, pins = self.model.tokens, self.model.pins
        if target < 0:
            return None
        if operation in _ON_PINS and pins[target].dropped:
            return None
        if operation in ("land", "discard") and tokens[target].dropped:
            return None
        return Command(operation, worker, target, ("store", store), memory, number=9)

    @rule(worker=_WORKER, apart=_APART, choice=_CHOICE)
    def land_at_once(self, worker: int, apart: int, choice: int) -> None:
        self.do_at_once(
            self.command("land", worker, choice, 0, ""),
            self.command("land", (worker + apart) % WORKERS, choice, 0, ""),
        )

    # The table, row by row.

    def _row(
        self,
        row: Transition,
        worker: int,
        apart: int,
        extra: str,
        through: str,
        memory: str,
        several: bool,
    ) -> None:
        """Bring a row of the table about, as far as it takes; `extra` where it asks for nothing."""
        if len(self.model.stores) >= MOST_STORES:
            return
        operation, standing, when, _ = row
        other = (worker + apart) % WORKERS
        extra = EXTRA_FOR.get(when, extra)
        if operation == "use view":
            extra = "view" if standing == spec.SPENT else "early view"
        if extra == "full":
            memory = "moving"
        meanwhile = {"it calls back": "call back", "it traps": "trap", "it is full": "grow"}
        wanted = meanwhile.get(when, "call")
        over = operation == "use view" and standing == spec.SPENT
        place = spec.FREE if over else standing
        store = arrange(self, place, worker, other, extra, wanted, several)
        if over:
            view = len(self.model.views) - 1
            self.do(Command("release view", worker, view, detail="moving"))
        if operation in ("return", "return to a trap", "raise"):
            self.go_back(worker, operation)
        elif operation in ("land", "discard", "drop token"):
            token = len(self.model.tokens) - 1
            # What was to be transferred may have been refused.
            if token >= 0 and store in self.model.tokens[token].pin.stores:
                self.do(Command(operation, worker, token))
        elif operation in _ON_PINS:
            self.do(Command(operation, worker, self._own_pin(standing, store)))
        elif operation in ("use a pin", "use a Caller"):
            kind = "pin" if operation == "use a pin" else "caller"
            use = _USES[len(extra) % len(_USES)]
            self.do(Command(use, worker, store, self._through(kind, store), memory, number=9))
        elif operation == "use view":
            if self.model.views and self.model.views[-1].store == store:
                self.do(Command(operation, worker, len(self.model.views) - 1))
        elif operation == "pin":
            if standing == spec.MINE and not when:
                self.do(Command("drop pin", worker, len(self.model.pins) - 1))
            self.do(Command("pin", worker, detail="store", stores=(store,)))
        elif operation in ("close", "on land"):
            self.do(Command(operation, worker, store, detail="notes", number=1))
        else:
            target = self._through(through, store)
            self.do(Command(operation, worker, store, target, memory, number=9))

    def meet(self, row: Transition, several: bool, extra: str) -> None:
        """Bring a row of the table about, by a short way; with one store pinned, or two."""
        self._row(row, 0, 1, extra, "store", "moving", several)

    # Each of these as likely as any other rule.
    move = _on_rows(*_USES[:4])(_row)
    stand_in = _on_rows("use a pin", "use a Caller")(_row)
    look = _on_rows("peek", "poke", "view", "use view", "on land")(_row)
    own = _on_rows("close", "pin", "land", "discard", "drop token")(_row)
    hand_on = _on_rows(*_ON_PINS)(_row)
    come_to_an_end = _on_rows("return", "return to a trap", "raise")(_row)

    def _own_pin(self, standing: str, store: int) -> int:
        """The newest of a store; the first that it had, for one that is over."""
        own = [n for n, pin in enumerate(self.model.pins) if store in pin.stores]
        if standing in (spec.MOVED, spec.RECLAIMING, spec.RECLAIMING_THERE):
            return own[0]
        return own[-1]

    def _through(self, kind: str, store: int) -> tuple[str, int]:
        pins, callers = self.model.pins, self.model.callers
        known = (n for n, pin in enumerate(pins) if store in pin.stores and not pin.dropped)
        if kind == "pin" and (own := next(known, None)) is not None:
            # The first that it had.
            return "pin", own
        if kind == "caller" and callers and callers[-1].store == store:
            return "caller", len(callers) - 1
        return "store", store
