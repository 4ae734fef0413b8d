"""How each standing of the table is brought about, with a fresh store, by the machine's own means.

Left to chance, the rare ones would hardly ever come up: what comes of chance alone is mostly a
refusal of something that is over.
"""

from __future__ import annotations

from typing import Protocol

from . import spec
from .model import Command, Model

__all__ = ["EXTRAS", "EXTRA_FOR", "WAYS", "Machine", "arrange"]

# What the standing is spiced with, for the conditions of the table.
EXTRAS = (
    *("nothing", "view", "still view", "full", "bound", "closed", "entered"),
    *("fails", "parks", "lends", "calls", "closes", "lands", "moves", "grows"),
    *("own", "reclaimed", "unpinned", "landed"),
)
_HOOKS = frozenset(("fails", "parks", "lends", "calls", "closes", "lands", "moves", "grows"))

# Other ways to the same standing: a pin that is over was reclaimed, unpinned or landed; what is in
# transit was the thread's own before.
WAYS = {
    spec.MOVED: ("nothing", "reclaimed", "unpinned", "landed"),
    spec.TRANSIT: ("nothing", "own"),
}

# What each condition of the table takes.
EXTRA_FOR = {
    "a view is out on a memory that may move": "view",
    "a hook has made such a view": "lends",
    "a hook fails": "fails",
    "a hook parks": "parks",
    "it is full": "full",
    "a store is closed": "closed",
    "a store is entered": "entered",
    "a view is out": "still view",
    "something is bound to the thread": "bound",
    "it calls back": "nothing",
    "it traps": "nothing",
}


class Machine(Protocol):
    """What is needed of the state machine."""

    @property
    def model(self) -> Model:
        """What there is."""

    def do(self, command: Command) -> None:
        """Do it, and judge it."""

    def leave(self, worker: int, most: int) -> None:
        """Go back, until the worker is inside of so many host functions and hooks at most."""


# Other names for what comes to the same.
_AS = {
    spec.LIVE: spec.TRANSIT,
    "landing": spec.LANDING,
    "reclaiming": spec.RECLAIMING,
    "switching": spec.SWITCHING,
    "callback": spec.ENTERED,
    spec.CALLED_THERE: spec.BUSY,
}


class _Arrangement:
    """Brings about one standing for one worker; `other` is whoever else it takes."""

    def __init__(
        self, machine: Machine, worker: int, other: int, extra: str, operation: str, several: bool
    ) -> None:
        self.machine = machine
        self.worker = worker
        self.other = other
        self.extra = extra
        self.operation = operation
        self.several = several
        for each in (worker, other):
            machine.leave(each, 2)
        # By the other: who uses it next is a thread that it was not set up for.
        self._do("make", other)
        self.store = len(machine.model.stores) - 1

    def _do(self, operation: str, worker: int, target: int = 0, **more: object) -> None:
        self.machine.do(Command(operation, worker, target, **more))  # type: ignore[arg-type]

    def _use(self, operation: str, worker: int, memory: str = "moving") -> None:
        through = ("store", self.store)
        self._do(operation, worker, self.store, through=through, detail=memory, number=5)

    def hook(self, kind: str) -> None:
        times = 2 if kind == "parks" else 1
        self._do("on land", self.other, self.store, detail=kind, every=True, number=times)

    def spice(self, travels: bool) -> None:
        """What is to be done while the store is free."""
        if self.extra == "full":
            for _ in range(3):
                self._use("grow", self.other)
        elif self.extra == "early view" and not travels:
            # Of what stays where it is: in nobody's way.
            self._use("view", self.other, "still")

    def pin(self, worker: int) -> None:
        stores: tuple[int, ...] = (self.store,)
        if self.several:
            self._do("make", self.other)
            # First, so that what is wrong with the other one comes up when this one is done.
            stores = (len(self.machine.model.stores) - 1, self.store)
        self._do("pin", worker, detail="tuple" if self.several else "store", stores=stores)
        if worker == self.other or self.extra == "own":
            # Not the first time: from now on it enters without being asked much. The other one
            # would meet the hooks for switches here.
            self._use("peek", worker, "still")

    def transfer(self, worker: int) -> None:
        self.pin(worker)
        self._do("transfer", worker, len(self.machine.model.pins) - 1)
        if self.extra == "early view":
            # Fails, and leaves a view behind.
            self.land(self.other)

    def move_away(self) -> None:
        """One of the ways in which a pin is over."""
        here, there = self.worker, self.other
        if self.extra == "reclaimed":
            self.pin(here)
            self.end(here)
            self._do("reclaim", there, len(self.machine.model.pins) - 1)
        elif self.extra == "unpinned":
            self.pin(there)
            self._do("unpin", there, len(self.machine.model.pins) - 1)
        else:
            self.transfer(there)
            if self.extra == "landed":
                self.land(here)

    def land(self, worker: int) -> None:
        tokens = self.machine.model.tokens
        # The transfer may have been refused.
        if tokens and self.store in tokens[-1].pin.stores:
            self._do("land", worker, len(tokens) - 1)

    def end(self, worker: int) -> None:
        self.machine.leave(worker, 0)
        self._do("exit", worker)

    def last(self) -> None:
        """What is to be done when it stands as it should, before the operation."""
        pin = len(self.machine.model.pins) - 1
        if self.extra == "view":
            self._use("view", self.worker)
        elif self.extra == "still view":
            self._use("view", self.worker, "still")
        elif self.extra == "bound":
            self._do("capture", self.other, self.store, detail="callback:thread")
        elif self.extra == "closed":
            self._do("close", self.worker, self.store)
        elif self.extra == "entered" and pin >= 0:
            self._use("call back", self.worker)

    def bring_about(self, standing: str) -> None:
        """Bring a store's standing about."""
        here, there = self.worker, self.other
        standing = _AS.get(standing, standing)
        if standing == spec.BUNDLE:
            standing, self.several = spec.MINE, True
        hooked = self.extra in _HOOKS
        taken = (spec.RECLAIMING, spec.RECLAIMING_THERE, spec.TAKEN_THERE)
        travels = standing in (spec.TRANSIT, spec.LANDING, spec.LANDING_THERE)
        self.spice(travels)
        if self.extra == "early view" and travels:
            self.hook("lends")
            self.hook("fails")
        if standing in (spec.LANDING, spec.LANDING_THERE, *taken, spec.SWITCHING):
            self.hook("parks")
        if hooked:
            self.hook(self.extra)
        if standing in (spec.MINE, spec.MINE_ENTERED):
            self.pin(here)
        elif standing in (spec.THEIRS, spec.THEIRS_ENTERED):
            self.pin(there)
        elif standing == spec.TRANSIT and self.extra == "own":
            self.transfer(here)
        elif standing in (spec.TRANSIT, spec.LANDING, spec.SPENT):
            self.transfer(there)
        elif standing == spec.MOVED:
            self.move_away()
        elif standing == spec.LANDING_THERE:
            self.transfer(here)
        elif standing in (spec.ORPHAN, *taken):
            by = there if standing == spec.RECLAIMING else here
            self.pin(by)
            self.end(by)
        elif standing == spec.CLOSED:
            self._do("close", there, self.store)
        if standing in (spec.LANDING, spec.SPENT):
            self.land(here)
        elif standing == spec.LANDING_THERE:
            self.land(there)
        elif standing in taken:
            by = here if standing == spec.RECLAIMING else there
            self._do("reclaim", by, len(self.machine.model.pins) - 1)
        elif standing in (spec.ENTERED, spec.MINE_ENTERED, spec.STALE):
            self._use("call back", here)
            if standing == spec.STALE:
                self.machine.leave(here, 0)
        elif standing in (spec.BUSY, spec.THEIRS_ENTERED):
            self._use("call back", there)
        elif standing == spec.SWITCHING:
            self._use(self.operation, here)
        if standing in (spec.FREE, spec.MINE) and hooked:
            return
        if standing not in (spec.CLOSED, spec.TRANSIT, spec.MOVED, spec.SPENT, spec.STALE):
            self.last()


def arrange(
    machine: Machine,
    standing: str,
    worker: int,
    other: int,
    extra: str = "nothing",
    operation: str = "call",
    several: bool = False,
) -> int:
    """Bring about that a fresh store stands so for the worker; the store's number.

    `operation` is what a thread wants that is stopped by a hook for switches. The newest pin, token
    and view are the store's own.
    """
    arrangement = _Arrangement(machine, worker, other, extra, operation, several)
    arrangement.bring_about(standing)
    return arrangement.store
