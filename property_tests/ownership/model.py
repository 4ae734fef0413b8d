"""What there is, and how it stands for a thread: the states of the model.

Everything is told apart by its place in a list of `Model`, so that a copy of the whole can be
tried out. What a state is called is said in `spec`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from . import spec

__all__ = [
    "Called",
    "Command",
    "Custody",
    "Frame",
    "Hook",
    "Model",
    "Pin",
    "Store",
    "Token",
    "View",
]


@dataclass(frozen=True)
class Command:
    """One operation: by which worker, on what.

    `target` is the number of a store, pin, token or view, as the operation wants it; `through` says
    what stands where a store is wanted: the store, a pin or a Caller, with its number.
    """

    operation: str
    worker: int
    target: int = 0
    through: tuple[str, int] = ("store", 0)
    detail: str = ""
    stores: tuple[int, ...] = ()
    every: bool = False
    number: int = 0


@dataclass(eq=False)
class Thread:
    ended: bool = False
    frames: list[Frame] = field(default_factory=list)


@dataclass(eq=False)
class Custody:
    """Whose it is: a tenure is any object; `owner` is None in transit, or for nobody's."""

    tenure: object = None
    owner: Thread | None = None


@dataclass(eq=False)
class Hook:
    """Does what `kind` says, so many times; afterwards it is content."""

    kind: str
    every: bool
    times: int


@dataclass(eq=False)
class Store:
    set_up_for: Thread
    closed: bool = False
    custody: Custody = field(default_factory=Custody)
    hooks: list[Hook] = field(default_factory=list)
    words: dict[str, int] = field(default_factory=lambda: {"still": 0, "moving": 0})
    pages: dict[str, int] = field(default_factory=lambda: {"still": 1, "moving": 1})
    # What is captured where: "thread" for what is bound to one, the number of another store,
    # "unknown" for a type that nothing is known of.
    captured: dict[str, str | int] = field(default_factory=dict)


@dataclass(eq=False)
class Pin:
    """`stores` are moved together; a pin of one Store alone goes where a store goes (`single`)."""

    custody: Custody
    tenure: object
    stores: tuple[int, ...]
    single: bool
    strict: bool
    # A hook was given it, and what it was given for is over.
    dead: bool = False
    dropped: bool = False


@dataclass(eq=False)
class Token:
    custody: Custody
    tenure: object
    pin: Pin
    dropped: bool = False
    landed: bool = False


@dataclass(eq=False)
class View:
    store: int
    memory: str
    released: bool = False


@dataclass(eq=False)
class Called:
    """A Caller: good on its thread, until its host function has returned."""

    store: int
    thread: Thread
    over: bool = False


@dataclass(eq=False)
class Frame:
    """What a thread is in the middle of, with the regions of `stores` held.

    `kind` is "callback", "landing", "reclaiming" or "switching" (in a hook), or "working".
    """

    kind: str
    thread: Thread
    stores: tuple[int, ...]
    command: Command
    # The hooks that are still to be run: a store's number and the hook, or None for all of them.
    rest: list[tuple[int, Hook | None]] = field(default_factory=list)
    # What ends by it, and what comes next.
    before: object = None
    pin: Pin | None = None
    token: Token | None = None
    called: Called | None = None
    # What hooks were given in the place of a store, by its number; each is a number in `pins`.
    given: dict[int, int] = field(default_factory=dict)


class Model:
    """All that is known. Numbers are places in these lists."""

    def __init__(self, workers: int) -> None:
        self.threads = [Thread() for _ in range(workers)]
        self.stores: list[Store] = []
        self.pins: list[Pin] = []
        self.tokens: list[Token] = []
        self.views: list[View] = []
        self.callers: list[Called] = []

    def frames(self) -> list[Frame]:
        """Of all threads."""
        return [frame for thread in self.threads for frame in thread.frames]

    def holder(self, store: int) -> Thread | None:
        """The thread that is inside."""
        return next((f.thread for f in self.frames() if store in f.stores), None)

    def lent(self, store: int, movable: bool) -> bool:
        """Whether a view is out; with `movable`, on the memory that may move."""
        return any(
            view.store == store and not view.released and (view.memory == "moving" or not movable)
            for view in self.views
        )

    def _ending(self, tenure: object) -> Frame | None:
        """Who is landing, reclaiming or discarding it."""
        return next((f for f in self.frames() if f.before is tenure), None)

    def standing(self, thread: Thread, number: int) -> str:
        """Of a store, for a thread."""
        store = self.stores[number]
        if store.closed:
            return spec.CLOSED
        tenure, owner = store.custody.tenure, store.custody.owner
        holder = self.holder(number)
        if tenure is not None and (owner is None or owner.ended):
            ending = self._ending(tenure)
            if ending is None:
                return spec.TRANSIT if owner is None else spec.ORPHAN
            here = ending.thread is thread
            if owner is None:
                return spec.LANDING if here else spec.LANDING_THERE
            return spec.RECLAIMING if here else spec.RECLAIMING_THERE
        if tenure is not None and owner is not thread:
            return spec.THEIRS if holder is None else spec.THEIRS_ENTERED
        if holder is not None and holder is not thread:
            return spec.BUSY
        if any(f.kind == "switching" and number in f.stores for f in thread.frames):
            return spec.SWITCHING
        if tenure is None:
            return spec.FREE if holder is None else spec.ENTERED
        return spec.MINE if holder is None else spec.MINE_ENTERED

    def alive(self, pin: Pin) -> bool:
        """Whether it is the one that goes by now."""
        return not pin.dead and pin.custody.tenure is pin.tenure

    def held(self, number: int) -> bool:
        """Whether somebody has the pin of a store, or a frame that makes one."""
        tenure = self.stores[number].custody.tenure
        pins = (pin for pin in self.pins if not pin.dropped and self.alive(pin))
        return any(pin.tenure is tenure for pin in pins)

    def pin_standing(self, thread: Thread, pin: Pin) -> str:
        """Of a pin, for a thread."""
        if self.alive(pin):
            owner = pin.custody.owner
            if owner is thread:
                return spec.MINE
            assert owner is not None
            if not owner.ended:
                return spec.THEIRS
            ending = self._ending(pin.tenure)
            if ending is None:
                return spec.ORPHAN
            return spec.RECLAIMING if ending.thread is thread else spec.RECLAIMING_THERE
        landing = next((f for f in self.frames() if f.pin and f.pin.tenure is pin.tenure), None)
        if pin.dead or landing is None:
            return spec.MOVED
        if landing.thread is thread:
            return spec.LANDING
        return spec.LANDING_THERE if landing.token is not None else spec.TAKEN_THERE

    def live(self, token: Token) -> bool:
        """Whether it may still be landed, or is being landed."""
        return token.custody.tenure is token.tenure

    def token_standing(self, thread: Thread, token: Token) -> str:
        """Of a token, for a thread."""
        if not self.live(token):
            return spec.SPENT
        ending = self._ending(token.tenure)
        if ending is None:
            return spec.LIVE
        return spec.LANDING if ending.thread is thread else spec.LANDING_THERE

    def state(self, number: int) -> str:
        """What the library calls the state of a store's region."""
        store = self.stores[number]
        if store.closed:
            return "closed"
        tenure, owner = store.custody.tenure, store.custody.owner
        if tenure is not None and (owner is None or owner.ended):
            if self._ending(tenure) is not None:
                return "landing"
            return "in transit" if owner is None else "orphaned"
        return "idle" if self.holder(number) is None else "running"
