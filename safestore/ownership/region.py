"""Region: a store and everything connected to it, and who may be inside it now.

States, derived and never stored:

    closed      `closed_at` is set; for ever
    forked      made by another process than this one; for ever
    running     some thread holds `lock`; its count is the depth
    idle        none of these

Guarantees:
- At most one thread is inside (R1). A second one is refused at once, never queued.
- Re-entry is on the same thread only, last in first out (R2). Python's own call stack gives the
  order; greenlets break it, so a nested entry checks that it runs on the greenlet of the
  innermost callback.
- Nobody is inside when the region closes, and it closes once (R3, R4).
- The first entry on another thread than the last one's runs `fit` before anything else (R5).

What it assumes of CPython: asynchronous exceptions (signal handlers that raise,
`PyThreadState_SetAsyncExc`) are delivered at function entry, after calls and on backward jumps,
and nowhere else. Hence the one shape in which a region is entered and left:

    try:
        if not region.acquire(False):
            region.refuse()
        if region.last is not here.entrant:
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
lock raises and does nothing. The shape stands inline wherever a region is entered: a context
manager's `__exit__` is a function, and an exception at its entry would keep the lock for ever.

3.10 delivers on forward branches too, and when it enters an exception handler, unless that begins
with a `try`. So a `finally` that must not be skipped begins with one, and does what matters before
any branch.
"""

from __future__ import annotations

import re
import sys
import weakref
from collections.abc import Callable
from itertools import count
from typing import TYPE_CHECKING, Any, Literal, NoReturn

from ..errors import BorrowError, ClosedError, ForkedError, ReentrancyError, StoreBusyError
from .place import Place, place_of_caller, place_of_thread
from .thread import NOWHERE, Thread, getcurrent_greenlet, here, process_generation

if TYPE_CHECKING:
    from _thread import RLock
else:
    _monkey = sys.modules.get("gevent.monkey")
    if _monkey is None:
        from _thread import RLock
    else:
        RLock = _monkey.get_original("_thread", "RLock")

__all__ = ["BORROWS", "NOT_OWNED", "Borrow", "Region", "State", "exclusive_lock", "hold"]

State = Literal["idle", "running", "closed", "forked"]

# What a release by a thread that does not hold the lock says; see the shape above.
NOT_OWNED = ("cannot release un-acquired lock",)

# Tells things apart that were made in one place.
_numbers = count(1)

_HOLD = re.compile(r"owner=(\d+) count=(\d+)")


def exclusive_lock() -> RLock:
    """A re-entrant lock of the operating system's threads, also under gevent's patches."""
    return RLock()


def hold(lock: RLock) -> tuple[int, int]:
    """The ident of the thread that holds `lock` and its depth; (0, 0) when it is free.

    The lock is the only truth about who is inside, and its repr the only place that tells.
    """
    found = _HOLD.search(repr(lock))
    if found is None:
        return 0, 0
    owner, count = int(found[1]), int(found[2])
    return (owner, count) if count else (0, 0)


class Region:
    """The state machine. `noun` names the thing in messages ("Store", "Linker").

    Invariants:
    - `last` is the key of the thread that was prepared for this region, or None. It is None when
      the region is closed or has borrows. It never is an int.
    - `closed_at` goes from None to a place once, under the lock at depth 1.
    """

    __slots__ = (
        "__weakref__",
        "acquire",
        "closed_at",
        "fit",
        "generation",
        "last",
        "lock",
        "made_at",
        "noun",
        "number",
        "release",
    )

    def __init__(self, noun: str, fit: Callable[[Region, bool], None] | None = None) -> None:
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
        return "running" if hold(self.lock)[1] else "idle"

    def prepare(self, moves: bool) -> None:
        """Decide, inside the lock, whether the entry that just took it may go on.

        `moves` tells that the operation may run guest code or grow a memory, which is refused
        while views are out on a memory that may move.

        Raises: ForkedError, ClosedError, ReentrancyError, BorrowError, or what `fit` raises.
        """
        if self.generation != process_generation():
            raise self.forked()
        if self.closed_at is not None:
            raise self.closed()
        entrant = here.entrant
        nested = entrant is not here.thread
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
        if self.fit is not None and (nested or self.last is not here.thread):
            self.fit(self, nested)
        self.last = None if borrowed else here.thread

    def refuse(self) -> NoReturn:
        """Raise the reason why the lock could not be taken: someone else is inside."""
        if self.generation != process_generation():
            raise self.forked()
        if self.closed_at is not None:
            raise self.closed()
        owner, _ = hold(self.lock)
        who = (
            f"another thread is inside it ({place_of_thread(owner)})"
            if owner
            else ("another thread was inside it a moment ago")
        )
        raise StoreBusyError(
            f"{self} is in use: {who}; a {self.noun} serves one thread at a time: give each thread "
            "one of its own, or guard this one with a lock of yours"
        )

    def close(self) -> bool:
        """Close the region; True for the one call that did it, False if it was closed already.

        Raises: ReentrancyError inside a call of this region, StoreBusyError while another thread
        is inside. In a forked child the parent's region is only marked.
        """
        try:
            if not self.acquire(False):
                if self.closed_at is not None:
                    return False
                self.refuse()
            if self.closed_at is not None:
                return False
            if hold(self.lock)[1] > 1:
                raise ReentrancyError(
                    f"{self} cannot be closed from inside one of its own calls: its frames are "
                    "still on the stack; return from the host function first"
                )
            self.last = None
            self.closed_at = place_of_caller()
            return True
        finally:
            try:
                self.release()
            except RuntimeError as error:
                if error.args != NOT_OWNED:
                    raise

    def borrows(self) -> list[Borrow]:
        """What is lent out of memories of this region that may move."""
        return [borrow for borrow in list(BORROWS.values()) if borrow.region is self]

    def lend(self, key: int) -> None:
        """Note a borrow under `key`, inside the lock; `BORROWS.pop(key)` gives it back."""
        BORROWS[key] = Borrow(self)
        # From now on every entry asks about borrows.
        self.last = None

    def closed(self) -> ClosedError:
        """The error for a use after close."""
        return ClosedError(f"already closed: {self} was closed {self.closed_at}; make a new one")

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


class Borrow:
    """A view that is out. What it looks at is kept alive by the view, not by this."""

    __slots__ = ("ends", "made_at", "region")

    def __init__(self, region: Region) -> None:
        self.region = region
        self.made_at = place_of_caller()
        self.ends: weakref.ref[Any] | None = None

    def ends_with(self, view: Any, back: Callable[[Any], object]) -> None:
        """Give the borrow back when `view` is gone: `back` is a C function that takes one argument.

        The weak reference lives here, and not in the garbage that the view may become part of.
        """
        self.ends = weakref.ref(view, back)
        # A frame that another thread looked at, and keeps, must not keep the view.
        del view


# What is lent out of memories that may move, of all regions. A plain dict: giving back is
# `BORROWS.pop(key)`, a C function, on whichever thread and with no lock.
BORROWS: dict[int, Borrow] = {}
