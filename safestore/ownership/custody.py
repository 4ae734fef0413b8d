"""Custody: who has the regions that move together: a thread, a token, or nobody in particular.

Regions that are pinned as one value share a `Custody`, whose one word is its `tenure`. Whether a
pin is alive, whether a token can be landed, and which thread may enter: all of these ask whether
the tenure that they know is the present one. So a move is one assignment, whatever number of
regions it takes along: there is no moment at which some have moved and others not, nor one with
two owners.

Guarantees:
- A tenure is ended by whoever holds its lock, and by nobody else (T2).
- A thread that is not the owner is told so before it takes a region's lock, and so never is in the
  owner's way (P1), unless it was about to take the lock when the region was pinned.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NoReturn, TypeVar

from ..errors import (
    ForkedError,
    InTransitError,
    MisuseError,
    ReentrancyError,
    StoreBusyError,
    TokenSpentError,
    WrongThreadError,
)
from .lock import NOT_OWNED, exclusive_lock, hold
from .place import Place, place_of_thread
from .thread import Thread, here, process_generation

__all__ = ["Custody", "Tenure", "Verb", "mend", "over", "refusal"]

R = TypeVar("R")

# How a tenure began.
Verb = Literal["pinned", "made", "moved", "landed", "reclaimed", "unpinned", "discarded", "dropped"]


class Tenure:
    """A stretch of custody, and what is told of it afterwards.

    Invariants:
    - `thread` is the owner, or None: in transit when `verb` is "moved", over for good otherwise.
    - `holder` refers weakly to the pin or the token that is good for it, if there is one.
    - `next` is None until the tenure is over, then the one that followed.
    - the lock is held by whoever is ending the tenure: transferring, landing, discarding.
    """

    __slots__ = (
        "acquire",
        "at",
        "before",
        "generation",
        "holder",
        "lock",
        "next",
        "release",
        "thread",
        "verb",
    )

    def __init__(
        self, verb: Verb, thread: Thread | None, at: Place, before: Tenure | None = None
    ) -> None:
        self.verb: Verb = verb
        self.thread = thread
        self.at = at
        # Where it was moved from, for a landing; nothing before that, or history would be kept.
        self.before = before.at if before is not None else None
        self.next: Tenure | None = None
        self.holder: Callable[[], object] = _nobody
        self.generation = process_generation()
        self.lock = lock = exclusive_lock()
        self.acquire = lock.acquire
        self.release = lock.release

    def __str__(self) -> str:
        """Where it began, as "moved at a.py:1 on MainThread, landed at b.py:2 on worker"."""
        began = f"{self.verb} {self.at}"
        return began if self.before is None else f"moved {self.before}, {began}"

    @property
    def ending_here(self) -> bool:
        """Whether the current thread is ending it just now: inside a landing, for one."""
        return self.lock._is_owned()  # type: ignore[attr-defined, no-any-return]

    def end(self, action: Callable[[], R]) -> R:
        """Run `action`, which ends the tenure or raises, while nobody else can.

        Raises TokenSpentError, StoreBusyError or ReentrancyError when somebody is ending it
        already, ForkedError when somebody was at a fork, and what `action` raises.
        """
        # Before the lock is taken: afterwards it is always owned.
        nested = self.ending_here
        try:
            if not self.acquire(False):
                self._refuse()
            if nested:
                self._refuse_nested()
            return action()
        finally:
            try:
                self.release()
            except RuntimeError as error:
                if error.args != NOT_OWNED:
                    raise

    def _refuse(self) -> NoReturn:
        if self.generation != process_generation():
            # Whoever held the lock at the fork is not here to let go of it.
            raise ForkedError(
                f"what was {self} belongs to the parent process; after a fork the child must make "
                "its own"
            )
        owner, _ = hold(self.lock)
        who = f"another thread ({place_of_thread(owner)})" if owner else "another thread"
        if self.thread is None:
            raise TokenSpentError(
                f"{who} is landing or discarding this token just now (of what was {self}); if that "
                "fails the token is as it was: try again then"
            )
        raise StoreBusyError(
            f"{who} is taking over what was {self} just now; let one thread do it, and the others "
            "wait for that"
        )

    def _refuse_nested(self) -> NoReturn:
        if self.thread is None:
            raise TokenSpentError(
                f"this token (of what was {self}) is being landed further up on this thread's "
                "stack; a hook of on_land is given the pin: let it use that"
            )
        raise ReentrancyError(
            f"what was {self} is being moved further up on this thread's stack: in a hook, a "
            "signal handler or a finalizer; let the outer move end first"
        )


def _nobody() -> None:
    return None


class Custody:
    """Who has some regions, and the value that they belong to.

    Invariants:
    - `tenure` is None while nobody in particular has them: they are exclusive, not pinned.
    - it is assigned by whoever holds the lock of the tenure before; and for the first one the locks
      of all regions.
    """

    __slots__ = ("strict", "tenure")

    def __init__(self, strict: bool = False) -> None:
        self.strict = strict
        self.tenure: Tenure | None = None

    def admit(self, region: object) -> None:
        """Let the current thread use `region`, as far as custody is concerned.

        Raises WrongThreadError, InTransitError. A fork is found by whoever asks about that.
        """
        tenure = self.tenure
        if tenure is None or tenure.thread is here.thread:
            return
        if tenure.generation != process_generation():
            return
        if tenure.ending_here:
            return
        raise refusal(str(region), tenure)

    def admit_close(self, region: object) -> str | None:
        """Let the current thread close `region`; what it should be warned of, if anything.

        Anybody may close what is an orphan, and what is in transit without a token. Raises what
        `admit` raises.
        """
        tenure = self.tenure
        if tenure is None or tenure.generation != process_generation():
            return None
        if tenure.thread is not None and tenure.thread.ended:
            return (
                f"{region} was {tenure}, and neither closed nor handed on by {tenure.thread.name}, "
                "which has ended; do one of these before the thread ends"
            )
        if tenure.verb == "moved" and tenure.holder() is None and not tenure.ending_here:
            # The token closes it when it is dropped, unless that was interrupted.
            return (
                f"{region} was {tenure}, and its token was dropped; land the token, or discard it"
            )
        self.admit(region)
        return None

    @property
    def state(self) -> Literal["in transit", "landing", "orphaned"] | None:
        """What there is to say of where it is; None while its owner has it, or nobody."""
        tenure = self.tenure
        if tenure is None:
            return None
        owner = tenure.thread
        if owner is not None and not owner.ended:
            return None
        if hold(tenure.lock)[1]:
            return "landing"
        return "in transit" if owner is None else "orphaned"


def refusal(what: str, tenure: Tenure) -> MisuseError:
    """Why the current thread may not use what this tenure is about."""
    owner = tenure.thread
    if owner is None:
        lander, _ = hold(tenure.lock)
        if lander:
            return InTransitError(
                f"{what} is in transit: {tenure}, and being landed just now "
                f"({place_of_thread(lander)}); use it there, once it has landed"
            )
        return InTransitError(
            f"{what} is in transit: {tenure}, and not landed yet; land its token on the thread "
            "that is to use it"
        )
    if tenure.verb == "made":
        ended = ", which has ended" if owner.ended else ""
        return WrongThreadError(
            f"{what} belongs to the thread that made it, {owner.name}{ended}, and this is "
            f"{here.thread.name}: this program runs with --affinity pinned; make a store on each "
            "thread, or pin this one (safestore.Pinned) and hand it over with a token"
        )
    if owner.ended:
        return WrongThreadError(
            f"{what} belongs to {owner.name}, which has ended ({tenure}): close it, or take it "
            "over with safestore.unsafe.reclaim; next time transfer it before the thread ends"
        )
    return WrongThreadError(
        f"{what} belongs to {owner.name} ({tenure}), and this is {here.thread.name}; hand it over "
        "with pin.transfer() on its thread and token.land() on this one, or have its thread do it"
    )


def over(what: str, tenure: Tenure) -> str:
    """What became of a tenure that is over, for who still goes by it."""
    following = tenure.next
    if following is None:
        return f"{what} is over"
    told = f"{what} was {following}"
    landed = following.next
    if landed is not None:
        told += f", {landed.verb} {landed.at}"
    return told


def mend(tenure: Tenure) -> str:
    """What to do instead of going by a tenure that is over."""
    following = tenure.next
    if following is None:
        return "it was good for a hook of on_land; use the pin that landing the token gives"
    if following.next is not None:
        following = following.next
    return _MENDS.get(following.verb, "make a new one")


_MENDS: dict[Verb, str] = {
    "moved": "land its token, and use the pin that this gives",
    "landed": "use the pin that landing it gave",
    "reclaimed": "use the pin that reclaiming it gave",
    "unpinned": "use what unpin() gave, or pin that again",
}
