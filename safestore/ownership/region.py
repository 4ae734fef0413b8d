"""Region: a store and everything connected to it, and who may be inside it now.

States, derived and never stored:

    closed      `closed_at` is set; for ever
    forked      made by another process than this one; for ever
    in transit  its custody says so: nobody owns it until its token is landed
    landing     the same, while a thread is landing it
    orphaned    its custody names an owner, a thread that has ended
    running     some thread holds `lock`; its count is the depth
    idle        none of these

Guarantees:
- At most one thread is inside (R1). A second one is refused at once, never queued.
- Re-entry is on the same thread only, last in first out (R2). Python's own call stack gives the
  order; greenlets break it, so a nested entry checks that it runs on the greenlet of the
  innermost callback.
- Nobody is inside when the region closes, and it closes once (R3, R4).
- The first entry on another thread than the last one's runs `fit` and the hooks that want to know
  of every change of thread, before anything else (R5).
- A pinned region is entered by its owner only (P1), and by nobody while it is in transit (T1). A
  thread that is neither never takes the lock, so it is never in the owner's way; but for one that
  was about to take it when the region was pinned.

What it assumes of CPython: asynchronous exceptions (signal handlers that raise,
`PyThreadState_SetAsyncExc`) are delivered at function entry, after calls and on backward jumps,
and nowhere else. Hence the one shape in which a region is entered and left:

    entrant = here.entrant
    if region.last is not entrant:
        region.admit()
    try:
        if not region.acquire(False):
            region.refuse()
        if region.last is not entrant:
            region.prepare(...)
        ...
    finally:
        try:
            region.release()
        except RuntimeError as error:
            if error.args != NOT_OWNED:
                raise

Nothing can be delivered between `try` and the call of `acquire`, so what strikes inside the block
strikes after `acquire` took effect, or was refused. A release by a thread that does not own the
lock raises and does nothing; for the same reason whatever may raise before `acquire` stands before
the `try`: a nested entry would release its caller's hold. The shape stands inline wherever a region
is entered: a context manager's `__exit__` is a function, and an exception at its entry would keep
the lock for ever.

3.10 delivers on forward branches too, and when it enters an exception handler, unless that begins
with a `try`. So a `finally` that must not be skipped begins with one, and does what matters before
any branch.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable, Iterable, Sequence
from itertools import count
from typing import Any, Literal, NoReturn, Protocol, TypeVar

from ..errors import (
    BorrowError,
    ClosedError,
    ForkedError,
    LandingError,
    ReentrancyError,
    StoreBusyError,
)
from .borrow import BORROWS, VIEWS, Borrow
from .custody import Custody
from .lock import NOT_OWNED, exclusive_lock, hold
from .place import Place, level_of_caller, place_of_caller, place_of_thread
from .thread import NOWHERE, Thread, getcurrent_greenlet, here, process_generation

__all__ = [
    "Contents",
    "Hook",
    "Region",
    "State",
    "holding",
    "unprepare_all",
]

R = TypeVar("R")

State = Literal["idle", "running", "in transit", "landing", "orphaned", "closed", "forked"]

# Set-up of the user's that a thread needs before it uses what is in a region; it is given what may
# stand where a store is wanted.
Hook = Callable[[Any], object]

# Tells things apart that were made in one place.
_numbers = count(1)

# Advances with each `unprepare_all`, for an entry that is being prepared meanwhile.
_changes = count(1)
_change = 0


class Contents(Protocol):
    """What a region guards, as seen from here: a Store."""

    def _host_state(self) -> Iterable[tuple[str, object]]:
        """What Python objects it refers to, each with what to call it."""

    def _free(self) -> None:
        """Let go of what is native. The region is closed."""


def unprepare_all(regions: Callable[[], Iterable[Region]]) -> None:
    """Have regions prepare themselves anew at their next entry: what `fit` looks at has changed.

    `regions` lists all that there are, and is called after new preparations count as late.
    """
    global _change
    _change = next(_changes)
    for region in regions():
        region.last = None


class Region:
    """The state machine. `noun` names the thing in messages ("Store", "Linker").

    Invariants:
    - `last` is the key of the thread that was prepared for this region, or None. It is None when
      the region is closed, in transit, or has borrows, and from a change of custody until the next
      entry. It never is an int. It is assigned inside the lock, and None may be at any time.
    - `thread` is the thread that the region was set up for: the maker's, or the last that landed
      it or entered.
    - `closed_at` goes from None to a place once, under the lock at depth 1.
    - `custody` is replaced inside the lock, by its owner when there is one, and only while no pin
      is good for its tenure.
    - `contents` refers weakly to what the region guards, so that handles keep nothing alive.
    """

    __slots__ = (
        "__weakref__",
        "acquire",
        "closed_at",
        "contents",
        "custody",
        "fit",
        "generation",
        "hooks",
        "last",
        "lock",
        "made_at",
        "noun",
        "number",
        "release",
        "thread",
    )

    def __init__(self, noun: str, fit: Callable[[Region, bool], object] | None = None) -> None:
        self.noun = noun
        self.fit = fit
        self.lock = exclusive_lock()
        self.acquire = self.lock.acquire
        self.release = self.lock.release
        self.last: Thread | None = None
        self.closed_at: Place | None = None
        self.number = next(_numbers)
        self.made_at = place_of_caller()
        self.generation = process_generation()
        self.thread: Thread | None = here.thread
        self.custody: Custody | None = None
        self.contents: Callable[[], Contents | None] = _nothing
        # The hooks, in the order in which they were given; whether each runs on every change.
        self.hooks: tuple[tuple[Hook, bool], ...] = ()

    def __str__(self) -> str:
        return f"{self.noun} {self.number} (made {self.made_at})"

    def __repr__(self) -> str:
        return f"<Region of {self}: {self.state}>"

    @property
    def state(self) -> State:
        """The state now; another thread may change it at once."""
        if self.closed_at is not None:
            return "closed"
        if self.generation != process_generation():
            return "forked"
        if self.custody is not None and self.custody.state is not None:
            return self.custody.state
        return "running" if hold(self.lock)[1] else "idle"

    def admit(self) -> None:
        """Decide, before the lock is taken, whether this thread may try to.

        Raises WrongThreadError, InTransitError.
        """
        if self.custody is not None and self.closed_at is None:
            self.custody.admit(self)

    def prepare(self, moves: bool) -> None:
        """Decide, inside the lock, whether the entry that just took it may go on.

        `moves` tells that the operation may run guest code or grow a memory, which is refused
        while views are out on a memory that may move. `fit` answers whether it is to be asked again
        at the thread's next entry.

        Raises: ForkedError, ClosedError, WrongThreadError, InTransitError, ReentrancyError,
        BorrowError, LandingError when a hook fails, or what `fit` raises.
        """
        if self.generation != process_generation():
            raise self.forked()
        if self.closed_at is not None:
            raise self.closed()
        landing = False
        if self.custody is not None:
            self.custody.admit(self)
            landing = self.custody.state == "landing"
        entrant = here.entrant
        thread = here.thread
        nested = entrant is not thread
        if entrant == NOWHERE:
            raise ReentrancyError(
                f"{self} cannot be entered from inside an output callback, which may run on a "
                "thread of wasmtime's own; note what was written, and act on it when the call has "
                "returned"
            )
        if nested and here.greenlet is not getcurrent_greenlet():
            raise ReentrancyError(
                f"this greenlet may not use the {self.noun}: another greenlet of this thread is "
                "inside a WebAssembly call, and calls on one thread must return in the reverse "
                "order in which they were made; do not switch greenlets in a host function"
            )
        borrowed = BORROWS and self.borrows()
        if moves and borrowed:
            raise self.borrowed()
        if landing or self.thread is None:
            # A hook is setting the region up, and comes here with what it was given.
            if moves:
                raise ReentrancyError(
                    f"{self} is being set up for this thread: a hook of on_land may read and write "
                    "what is there, and may not run guest code nor grow a memory"
                )
            return
        change = _change
        again: object = borrowed
        if self.fit is not None and (nested or self.last is not thread):
            again = self.fit(self, nested) or again
        if self.thread is not thread:
            self._switch()
            if BORROWS and self.borrows():
                # A hook has lent something.
                if moves:
                    raise self.borrowed()
                again = True
        self.last = None if again else thread
        if change != _change:
            # By a hook, or on another thread.
            self.last = None
            if self.fit is not None:
                self.fit(self, nested)

    def _switch(self) -> None:
        """Run the hooks that want to know of every change of thread, inside the lock."""
        before = self.thread
        contents = self.contents()
        self.last = self.thread = None
        try:
            for hook, every_switch in self.hooks:
                if every_switch:
                    hook(contents)
            before = here.thread
        except Exception as error:
            raise LandingError(
                f"{self} was not set up for {here.thread.name}: a hook of on_land raised "
                f"{type(error).__name__}: {error}; mend the cause: the next entry tries again"
            ) from error
        finally:
            try:
                self.thread = before
            finally:
                pass

    def set_up(self, contents: object) -> None:
        """Make the region fit for the thread that is landing it, inside the lock.

        `contents` is what the hooks are given. Raises what `fit` and the hooks raise.
        """
        if self.fit is not None:
            self.fit(self, here.entrant is not here.thread)
        for hook, _ in self.hooks:
            hook(contents)
        # The first entry after the landing finds no change of thread.
        self.thread = here.thread

    def refuse(self) -> NoReturn:
        """Raise the reason why the lock could not be taken: someone else is inside."""
        if self.generation != process_generation():
            raise self.forked()
        if self.closed_at is not None:
            raise self.closed()
        raise self.busy()

    def busy(self) -> StoreBusyError:
        """The error for a use while another thread is inside."""
        owner, _ = hold(self.lock)
        who = (
            f"another thread is inside it ({place_of_thread(owner)})"
            if owner
            else ("another thread was inside it a moment ago")
        )
        return StoreBusyError(
            f"{self} is in use: {who}; a {self.noun} serves one thread at a time: give each thread "
            "one of its own, or guard this one with a lock of yours"
        )

    def close(self) -> bool:
        """Close the region; True for the one call that did it, False if it was closed already.

        Raises: ReentrancyError inside a call of this region, StoreBusyError while another thread
        is inside, WrongThreadError and InTransitError when it is another thread's, unless that has
        ended: then it warns. In a forked child the parent's region is only marked.
        """
        warning = None
        if self.custody is not None and self.closed_at is None:
            warning = self.custody.admit_close(self)
        did = False
        # Before the lock is taken: afterwards it is always owned.
        inside = self.lock._is_owned()  # type: ignore[attr-defined]
        try:
            if not self.acquire(False) and self.closed_at is None:
                if self.generation != process_generation():
                    raise self.forked()
                # Another thread may close it meanwhile: that is no reason to say that it is closed.
                raise self.busy()
            if self.closed_at is None:
                if self.custody is not None:
                    self.custody.admit_close(self)
                if inside or self.parked():
                    raise self.inside("closed")
                place = place_of_caller()
                # No call between: a handler that enters in the middle would leave it prepared.
                self.last = None
                self.closed_at = place
                did = True
        finally:
            try:
                self.release()
            except RuntimeError as error:
                if error.args != NOT_OWNED:
                    raise
        # Also when it was closed before: that call may have been interrupted here.
        self.free()
        if warning is not None and did:
            warnings.warn(warning, ResourceWarning, stacklevel=level_of_caller())
        return did

    def parked(self) -> bool:
        """Whether a greenlet of this thread is inside, asked inside the lock."""
        return "greenlet" in sys.modules and hold(self.lock)[1] > 1

    def free(self) -> None:
        """Let go of what a closed region guards; again does nothing."""
        contents = self.contents()
        if contents is not None:
            contents._free()

    def alone(self) -> None:
        """Make sure, inside the lock, that the region is open and of this process.

        Raises ForkedError, ClosedError.
        """
        if self.generation != process_generation():
            raise self.forked()
        if self.closed_at is not None:
            raise self.closed()

    def borrows(self) -> list[Borrow]:
        """What is lent out of memories of this region that may move."""
        return [borrow for borrow in list(BORROWS.values()) if borrow.region is self]

    def views(self) -> list[Borrow]:
        """What is lent out of any memory of this region."""
        lent = [*list(VIEWS.values()), *list(BORROWS.values())]
        return [borrow for borrow in lent if borrow.region is self and not borrow.is_over()]

    def lend(self, key: int, movable: bool) -> dict[int, Borrow]:
        """Note a borrow under `key`, inside the lock, in the table that this returns.

        Popping the key from that table gives it back.
        """
        if not movable:
            VIEWS[key] = Borrow(self)
            return VIEWS
        BORROWS[key] = Borrow(self)
        # From now on every entry asks about borrows.
        self.last = None
        return BORROWS

    def closed(self) -> ClosedError:
        """The error for a use after close."""
        return ClosedError(f"already closed: {self} was closed {self.closed_at}; make a new one")

    def inside(self, does: str) -> ReentrancyError:
        """The error for what cannot be done while this thread is inside."""
        if self.thread is None or self.state == "landing":
            return ReentrancyError(
                f"{self} cannot be {does} from inside a hook of on_land: it is being set up for "
                "this thread; return from the hook first"
            )
        return ReentrancyError(
            f"{self} cannot be {does} from inside one of its own calls: its frames are still on "
            "the stack; return from the host function first"
        )

    def forked(self) -> ForkedError:
        """The error for a use in a forked child."""
        return ForkedError(
            f"{self} belongs to the parent process; after a fork the child must make its own"
        )

    def borrowed(self) -> BorrowError:
        """The error for an operation that could move lent memory."""
        places = sorted({str(borrow.made_at) for borrow in self.borrows()})
        return BorrowError(
            f"a view made {', '.join(places)} is out on a memory that may move; leave its `with` "
            "block first and drop what was made from it, or give the memory a maximum within "
            "`memory_reservation`, or work on a copy (`memory.read`)"
        )


def holding(regions: Sequence[Region], does: str, action: Callable[[], R]) -> R:
    """Run `action` with the locks of all these regions, and nobody inside of any.

    `does` says what for ("transferred"). Raises ForkedError, ClosedError, StoreBusyError,
    ReentrancyError, and what `action` raises.
    """
    if not regions:
        return action()
    region = regions[0]
    if here.entrant == NOWHERE:
        raise ReentrancyError(
            f"{region} cannot be {does} from inside an output callback, which may run on a thread "
            "of wasmtime's own; note what was written, and act on it when the call has returned"
        )
    inside = region.lock._is_owned()  # type: ignore[attr-defined]
    try:
        if not region.acquire(False):
            region.refuse()
        region.alone()
        if inside or region.parked():
            raise region.inside(does)
        return holding(regions[1:], does, action)
    finally:
        try:
            region.release()
        except RuntimeError as error:
            if error.args != NOT_OWNED:
                raise


def _nothing() -> None:
    return None
