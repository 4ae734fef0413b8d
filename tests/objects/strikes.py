"""What may happen between any two steps of safestore: a signal handler, a finalizer.

CPython runs them at the entry of a function and after a call. A tracer that sees each opcode runs
an action at one such place after another, in safestore's own frames only: each place is tried
once, so nothing is left to chance.
"""

from __future__ import annotations

import dis
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import safestore

PACKAGE = str(Path(safestore.__file__).parent)


class Strike(BaseException):
    """Raised by a handler that raises."""


@cache
def _handlers(code: CodeType) -> tuple[Any, ...]:
    parse = getattr(dis, "_parse_exception_table", None)
    return tuple(parse(code)) if parse else ()


def _protected(code: CodeType, offset: int) -> list[tuple[int, int]]:
    return [(each.start, each.end) for each in _handlers(code) if each.start <= offset < each.end]


class Striker:
    """Counts the places, and runs `action` at the one whose number is `at`, from 1."""

    def __init__(self, at: int, action: Callable[[], object]) -> None:
        self.at = at
        self.action = action
        self.count = 0
        self.struck: str | None = None
        # The last opcode of each frame, and where it was.
        self._last: dict[FrameType, tuple[str, int]] = {}

    def run(self, operation: Callable[[], object]) -> tuple[object, BaseException | None]:
        """The result of the operation, and what it raised."""
        before = sys.gettrace()
        sys.settrace(self._enter)
        try:
            return operation(), None
        except BaseException as error:
            # A traceback would keep alive what the frames hold.
            return None, error.with_traceback(None)
        finally:
            sys.settrace(before)
            self._last.clear()

    def _enter(self, frame: FrameType, event: str, argument: Any) -> Any:
        if self.struck or not frame.f_code.co_filename.startswith(PACKAGE):
            return None
        frame.f_trace_opcodes = True
        frame.f_trace_lines = False
        self._place(frame)
        return self._step

    def _step(self, frame: FrameType, event: str, argument: Any) -> Any:
        if self.struck:
            return None
        if event == "opcode":
            name, offset = self._last.get(frame, ("", 0))
            code, here = frame.f_code, frame.f_lasti
            # After a call, as long as an exception would meet the same handlers as one that comes
            # out of the call itself.
            if name.startswith("CALL") and _protected(code, offset) == _protected(code, here):
                self._place(frame)
            self._last[frame] = (dis.opname[code.co_code[here]], here)
        return self._step

    def _place(self, frame: FrameType) -> None:
        self.count += 1
        if self.count == self.at:
            code = frame.f_code
            self.struck = f"{Path(code.co_filename).name}:{frame.f_lineno} {code.co_name}"
            sys.settrace(None)
            self.action()


def strikes(
    operation: Callable[[], object], action: Callable[[], object]
) -> Iterator[tuple[str, object, BaseException | None]]:
    """Each place in turn: which it was, and what came of the operation."""
    at = 0
    while True:
        at += 1
        striker = Striker(at, action)
        result, error = striker.run(operation)
        if striker.struck is None:
            assert at > 1, "there was no place to strike at"
            return
        yield striker.struck, result, error
