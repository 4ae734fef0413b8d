"""Where in the user's program something happened: a code object, a line, a thread's name."""

from __future__ import annotations

import os
import sys
import threading
from types import CodeType, FrameType
from typing import NamedTuple

__all__ = ["Place", "place_of_caller", "place_of_thread", "thread_name"]

# Frames of this package are not the user's program.
_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep


class Place(NamedTuple):
    """A point of the program; cheap to keep (two references), formatted only when shown."""

    code: CodeType | None
    line: int
    thread: str

    def __str__(self) -> str:
        if self.code is None:
            return f"on {self.thread}"
        return f"at {os.path.basename(self.code.co_filename)}:{self.line} on {self.thread}"


def thread_name(ident: int) -> str:
    """The name of the running thread with this ident; for one that Python did not start, its ident.

    Looks into `threading`'s table without its lock: this is called from refusals, which may
    happen in a signal handler or a finalizer that interrupted the lock's owner.
    """
    active: dict[int, threading.Thread] = getattr(threading, "_active", {})
    thread = active.get(ident)
    return f"thread {ident}" if thread is None else thread.name


def _first_outside(frame: FrameType | None) -> FrameType | None:
    while frame is not None and frame.f_code.co_filename.startswith(_PACKAGE):
        frame = frame.f_back
    return frame


def place_of_caller() -> Place:
    """The innermost frame of the current thread that is not safestore's own."""
    frame = _first_outside(sys._getframe(1))
    name = thread_name(threading.get_ident())
    return Place(None, 0, name) if frame is None else Place(frame.f_code, frame.f_lineno, name)


def _entered(frame: FrameType | None) -> FrameType | None:
    """The frame that called the outermost of this package's; None when it has none."""
    found = None
    while frame is not None:
        if frame.f_code.co_filename.startswith(_PACKAGE):
            found = frame.f_back
        frame = frame.f_back
    return found


def place_of_thread(ident: int) -> Place:
    """Where the thread with this ident called this package, or where it is now if it has not.

    Only a hint: it runs on while this looks.
    """
    current = sys._current_frames().get(ident)
    frame = _entered(current) or _first_outside(current)
    name = thread_name(ident)
    return Place(None, 0, name) if frame is None else Place(frame.f_code, frame.f_lineno, name)
