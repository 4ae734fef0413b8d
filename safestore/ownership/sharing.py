"""Sharing: many may read a thing at once, one may change it, and nobody waits (L1).

Guarantees: while a change is under way nobody else reads or changes; while anyone reads nobody
changes. Whoever comes in the way of another is refused at once.

Both sides announce themselves before they look at the other: under the GIL at least one of two
that meet sees the other. So both may be refused, and never neither. The two shapes, inline for
the same reason as a region's (see region.py):

    try:                                        token = object()
        if not sharing.acquire(False):          try:
            sharing.refuse_change()                 sharing.readers[token] = here.thread
        sharing.changer = here.thread               if sharing.changer is not None:
        sharing.admit_change()                          sharing.admit_reader()
        ...                                         ...
    finally:                                    finally:
        (release, as for a region)                  try:
                                                        sharing.readers.pop(token, None)
                                                    finally:
                                                        pass
"""

from __future__ import annotations

from typing import NoReturn

from ..errors import ReentrancyError, StoreBusyError
from .lock import exclusive_lock, hold
from .place import place_of_thread
from .thread import Thread, here

__all__ = ["Sharing"]


class Sharing:
    """Who reads and who changes one thing. `noun` names it in messages.

    Invariants:
    - `readers` has an entry for each reader, with its thread.
    - the lock is held by whoever changes the thing.
    - `changer` is the thread that took the lock, from before it looks for readers until it lets
      go; a reader compares it, which costs less than asking the lock.
    """

    __slots__ = ("acquire", "changer", "lock", "noun", "readers", "release")

    def __init__(self, noun: str) -> None:
        self.noun = noun
        self.lock = exclusive_lock()
        self.acquire = self.lock.acquire
        self.release = self.lock.release
        self.readers: dict[object, Thread] = {}
        self.changer: Thread | None = None

    def admit_change(self) -> None:
        """Go on with a change whose lock was just taken.

        Raises StoreBusyError while another thread reads, ReentrancyError when this thread is
        inside the thing already.
        """
        if hold(self.lock)[1] > 1:
            raise self._nested("changed")
        for thread in list(self.readers.values()):
            if thread is here.thread:
                raise self._nested("used")
            raise self._busy(thread.ident, "uses")

    def refuse_change(self) -> NoReturn:
        """Raise StoreBusyError: another thread changes the thing."""
        raise self._busy(hold(self.lock)[0], "changes")

    def admit_reader(self) -> None:
        """Go on with a read that was just announced.

        Raises StoreBusyError while another thread changes the thing.
        """
        changer = self.changer
        if changer is not None and changer is not here.thread and hold(self.lock)[1]:
            raise self._busy(changer.ident, "changes")

    def _busy(self, owner: int, does: str) -> StoreBusyError:
        where = f" ({place_of_thread(owner)})" if owner else ""
        return StoreBusyError(
            f"the {self.noun} is in use: another thread {does} it{where}; finish changing it "
            "before you share it, or guard it with a lock of yours"
        )

    def _nested(self, verb: str) -> ReentrancyError:
        return ReentrancyError(
            f"the {self.noun} cannot be changed while it is being {verb} further up on this "
            "thread's stack; define everything before you instantiate"
        )
