"""Exceptions at the points where CPython delivers asynchronous ones.

These are the entry of a function, the moment after a call, and a jump backward. A profile function
is told of the first two, and what it raises comes out of the very instruction that a signal
handler's exception would come out of: a strike "after a call" finds the call's effect done and its
result lost. A trace function sees the jumps.
"""

from __future__ import annotations

import dis
import sys
import threading
from collections.abc import Callable, Iterator
from functools import cache
from types import CodeType, FrameType
from typing import Any


class Strike(BaseException):
    """Raised where CPython could deliver an asynchronous exception."""


@cache
def _jumps(code: CodeType) -> dict[int, int]:
    """By the target of each jump backward: where it comes from."""
    return {
        each.argval: each.offset
        for each in dis.get_instructions(code)
        if (each.opname.startswith("JUMP") or "_JUMP_" in each.opname)
        and isinstance(each.argval, int)
        and each.argval <= each.offset
    }


class Striker:
    """Counts the points in the frames of some files, and strikes at one of them.

    `at` is the number of the point, from 1; 0 only counts. After that strike it counts anew, and
    strikes again at number `then`, unless that is 0. `strike` is what it does; it raises Strike
    unless told otherwise.
    """

    def __init__(
        self,
        files: frozenset[str],
        at: int = 0,
        then: int = 0,
        strike: Callable[[], object] | None = None,
    ) -> None:
        self.files = files
        self.at = at
        self.then = then
        self.count = 0
        self.struck: tuple[str, int, str] | None = None
        self.struck_again: tuple[str, int, str] | None = None
        self._strike = strike
        # The last instruction of each frame that has a jump backward.
        self._last: dict[FrameType, int] = {}

    def __call__(self, frame: FrameType, event: str, argument: Any) -> None:
        if event in ("call", "return", "c_return") and frame.f_code.co_filename in self.files:
            self._point(frame, event)

    def _point(self, frame: FrameType, event: str) -> None:
        self.count += 1
        where = (frame.f_code.co_name, frame.f_lineno, event)
        if self.struck is None:
            if self.count == self.at:
                self.struck = where
                self.count = 0
                self._do(where)
        elif self.struck_again is None and self.count == self.then:
            self.struck_again = where
            self._do(where)

    def _do(self, where: tuple[str, int, str]) -> None:
        if self._strike is None:
            raise Strike(where)
        sys.setprofile(None)
        trace = sys.gettrace()
        sys.settrace(None)
        try:
            self._strike()
        finally:
            sys.settrace(trace)
            sys.setprofile(self)

    def _trace(self, frame: FrameType, event: str, argument: Any) -> Any:
        if frame.f_code.co_filename not in self.files:
            return None
        if event == "call":
            frame.f_trace_lines = False
            frame.f_trace_opcodes = bool(_jumps(frame.f_code))
        elif event == "opcode":
            last, self._last[frame] = self._last.get(frame, -1), frame.f_lasti
            if _jumps(frame.f_code).get(frame.f_lasti) == last:
                self._point(frame, "jump")
        elif event == "exception" and self.struck and self.then:
            # A profile function that raised is removed.
            sys.setprofile(self)
        return self._trace

    def watch(self, action: Callable[[], object]) -> None:
        """Run `action`, whose own frame is in none of the files."""
        trace = sys.gettrace()
        sys.settrace(self._trace)
        sys.setprofile(self)
        try:
            action()
        finally:
            sys.setprofile(None)
            sys.settrace(trace)
            self._last.clear()


def strikes(
    files: frozenset[str], prepare: Callable[[], Callable[[], object]], twice: bool = False
) -> Iterator[Striker]:
    """Strike at each point in turn: one Striker for each, after its strike has come out.

    With `twice` there is a second strike after each, at each later point in turn. `prepare` makes a
    new action for each time. What the action raises of its own accord is no concern here; that it
    raises Strike is checked.
    """
    at, then = 1, int(twice)
    while True:
        striker = Striker(files, at, then)
        action = prepare()
        try:
            striker.watch(action)
        except Strike:
            pass
        except Exception:
            assert striker.struck is None, f"{striker.struck} was lost"
        else:
            assert striker.struck is None, f"{striker.struck} was lost"
        del action
        if striker.struck is None:
            assert at > 1, "there was no point to strike at"
            return
        if twice and striker.struck_again:
            then += 1
        else:
            at, then = at + 1, int(twice)
        if not twice or striker.struck_again:
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
