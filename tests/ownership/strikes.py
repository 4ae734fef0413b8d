"""Exceptions at the points where CPython delivers asynchronous ones.

These are the entry of a function and the moment after a call (and backward jumps, which the code
under test has no other way to reach). A profile function is told of both, and what it raises comes
out of the very instruction that a signal handler's exception would come out of: a strike "after a
call" finds the call's effect done and its result lost.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any


class Strike(BaseException):
    """Raised where CPython could deliver an asynchronous exception."""


class Striker:
    """Counts the points in the frames of some files, and strikes at one of them.

    `at` is the number of the point, from 1; 0 only counts.
    """

    def __init__(self, files: frozenset[str], at: int = 0) -> None:
        self.files = files
        self.at = at
        self.count = 0
        self.struck: tuple[str, int, str] | None = None

    def __call__(self, frame: FrameType, event: str, argument: Any) -> None:
        if event not in ("call", "return", "c_return"):
            return
        if frame.f_code.co_filename not in self.files:
            return
        self.count += 1
        if self.count == self.at:
            self.struck = (frame.f_code.co_name, frame.f_lineno, event)
            raise Strike(self.struck)

    def watch(self, action: Callable[[], object]) -> None:
        """Run `action`, whose own frame is in none of the files."""
        sys.setprofile(self)
        try:
            action()
        finally:
            sys.setprofile(None)


def strikes(
    files: frozenset[str], prepare: Callable[[], Callable[[], object]]
) -> Iterator[Striker]:
    """Strike at each point in turn: one Striker for each, after its strike has come out.

    `prepare` makes a new action for each time. What the action raises of its own accord is no
    concern here; that it raises Strike is checked.
    """
    at = 0
    while True:
        at += 1
        striker = Striker(files, at)
        action = prepare()
        try:
            striker.watch(action)
        except Strike:
            pass
        except Exception:
            assert striker.struck is None, f"{striker.struck} was lost"
        else:
            assert striker.struck is None, f"{striker.struck} was lost"
        if striker.struck is None:
            assert at > 1, "there was no point to strike at"
            return
        yield striker


def on_new_thread(action: Callable[[], object]) -> None:
    """Run `action` on a thread that has never been here; raise what it raises."""
    raised: list[BaseException] = []

    def run() -> None:
        try:
            action()
        except BaseException as error:
            raised.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if raised:
        raise raised[0]
