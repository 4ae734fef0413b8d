"""Where in the user's program something happened: a code object, a line, a thread's name."""

from __future__ import annotations

import gc
import os
import sys
import typing
from types import CodeType, FrameType

from .thread import here, thread_name

__all__ = ["Place", "level_of_caller", "place_of_caller", "place_of_thread"]

_COLLECTS_MEANWHILE = sys.version_info < (3, 12)

# Frames of this package are not the user's program.
_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep
# Nor are those of a call of a generic class, as Pinned[Store](store).
_NOT_THE_USERS = (_PACKAGE, typing.__file__)


class Place:
    """A point of the program. Cheap to take and to keep: its line is worked out when shown.

    `code` is None where no code of the user's was running; `offset` is one in its bytecode.
    """

    __slots__ = ("code", "offset", "thread")

    def __init__(self, code: CodeType | None, offset: int, thread: str) -> None:
        self.code = code
        self.offset = offset
        self.thread = thread

    @property
    def line(self) -> int:
        """The line in the source file; 0 without code."""
        if self.code is None:
            return 0
        for start, end, line in self.code.co_lines():
            if start <= self.offset < end and line is not None:
                return line
        return self.code.co_firstlineno

    def __str__(self) -> str:
        if self.code is None:
            return f"on {self.thread}"
        return f"at {os.path.basename(self.code.co_filename)}:{self.line} on {self.thread}"

    def __repr__(self) -> str:
        return f"<Place {self}>"


def _first_outside(frame: FrameType | None) -> FrameType | None:
    while frame is not None and frame.f_code.co_filename.startswith(_NOT_THE_USERS):
        frame = frame.f_back
    return frame


def _place(frame: FrameType | None, thread: str) -> Place:
    return Place(None, 0, thread) if frame is None else Place(frame.f_code, frame.f_lasti, thread)


def place_of_caller() -> Place:
    """The innermost frame of the current thread that is not safestore's own."""
    return _place(_first_outside(sys._getframe(1)), here.thread.name)


def level_of_caller() -> int:
    """The `stacklevel` for a warning about that frame, given by the function that asks."""
    level = 1
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and frame.f_code.co_filename.startswith(_NOT_THE_USERS):
        frame = frame.f_back
        level += 1
    return level


def _entered(frame: FrameType | None) -> FrameType | None:
    """The frame that called the outermost of this package's; None when it has none."""
    found = None
    while frame is not None:
        if frame.f_code.co_filename.startswith(_PACKAGE):
            found = frame.f_back
        frame = frame.f_back
    return found


def _current_frames() -> dict[int, FrameType]:
    """The frame of each thread.

    Up to 3.11 CPython allocates them with its list of threads locked. A collection that this sets
    off runs Python code, and another thread that comes here, or starts or ends, then waits for that
    lock and never lets this one go on. From 3.12 on no collection runs inside an allocation.
    """
    if not _COLLECTS_MEANWHILE or not gc.isenabled():
        return sys._current_frames()
    try:
        gc.disable()
        return sys._current_frames()
    finally:
        gc.enable()


def place_of_thread(ident: int) -> Place:
    """Where the thread with this ident called this package, or where it is now if it has not.

    Only a hint: it runs on while this looks.
    """
    current = _current_frames().get(ident)
    return _place(_entered(current) or _first_outside(current), thread_name(ident))
