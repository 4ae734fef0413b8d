"""Who am I? A key for each thread that is never recycled, and the generation of the process.

`threading.get_ident()` is no identity: the system hands an ended thread's ident to the next one.
A `Thread` object is made on a thread's first use and compared with `is`.
"""

from __future__ import annotations

import os
import sys
import threading
import weakref
from typing import Any

from .unpatched import thread_local

__all__ = [
    "NOWHERE",
    "Here",
    "Thread",
    "getcurrent_greenlet",
    "here",
    "process_generation",
    "thread_name",
]


def thread_name(ident: int) -> str:
    """The name of the running thread with this ident; for one that Python did not start, its ident.

    Looks into `threading`'s table without its lock: this is called from refusals, which may
    happen in a signal handler or a finalizer that interrupted the lock's owner.
    """
    active: dict[int, threading.Thread] = getattr(threading, "_active", {})
    thread = active.get(ident)
    return f"thread {ident}" if thread is None else thread.name


class _Life:
    """Referred to by the storage of one thread only: gone when the thread is."""

    __slots__ = ("__weakref__",)


class Thread:
    """A thread of this process, for as long as it or anything prepared for it is remembered."""

    __slots__ = ("__weakref__", "_life", "ident", "name", "stack_low")

    def __init__(self, life: _Life) -> None:
        self.ident = threading.get_ident()
        self.name = thread_name(self.ident)
        # The lowest address of the thread's stack; measured by the native layer when needed.
        self.stack_low: int | None = None
        self._life = weakref.ref(life)

    @property
    def ended(self) -> bool:
        """Whether the thread is over. True at the latest when it has been joined."""
        return self._life() is None

    def __repr__(self) -> str:
        return f"<Thread {self.name} ({self.ident})>"


# An address that is no activation's.
NOWHERE = 0


class Here(thread_local):
    """What is known of the current thread.

    Invariants:
    - `thread` is this thread's key, and nobody else's. `life` lasts as long as the thread.
    - `entrant` is `thread` while no host callback runs on this thread. Inside a host callback it
      is the address of that callback's activation on the stack (an int), so that a comparison
      with a region's `last`, which never is an int, sends every nested entry the slow way.
      It is NOWHERE in a callback from which nothing may be entered at all.
    - `greenlet` is the greenlet that runs the innermost callback; None stands for the thread's
      main one, also where greenlet was not loaded when the callback began.
    - `raised` is what the innermost host callback raised, on its way through native frames to the
      call that caused it. Calls nest, so one slot a thread is enough.
    """

    life: _Life
    thread: Thread
    entrant: Thread | int
    greenlet: object | None
    raised: BaseException | None

    def __init__(self) -> None:
        self.life = _Life()
        self.thread = self.entrant = Thread(self.life)
        self.greenlet = None
        self.raised = None


here = Here()


def getcurrent_greenlet() -> Any | None:
    """The current greenlet; None on a thread's main one, and where greenlet is not loaded."""
    module = sys.modules.get("greenlet")
    if module is None:
        return None
    current = module.getcurrent()
    return None if current.parent is None else current


_generation = 0


def process_generation() -> int:
    """A number that a forked child does not share with its parent."""
    return _generation


def _enter_child() -> None:
    # The one thread that survived the fork is a new thread of a new process: regions that were
    # prepared for its old key take the slow path, which sees that they are the parent's.
    global _generation
    _generation += 1
    here.life = _Life()
    here.thread = here.entrant = Thread(here.life)
    here.greenlet = None
    here.raised = None


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_enter_child)
