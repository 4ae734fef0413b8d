"""Trap and Frame: how guest code ended abnormally, as plain values."""

from __future__ import annotations

from typing import Any, NoReturn

import wasmtime as raw

from ..errors import ClosedError, WasmtimeError
from ..native.failure import FrameReport, TrapReport, trap_message
from ..ownership.send import Sync
from .unmade import NEVER_MADE

__all__ = ["Frame", "Trap", "TrapCode"]

TrapCode = raw.TrapCode


@Sync.register
class Frame(raw.Frame):
    """One frame of a trap's WebAssembly backtrace: plain values, nothing native behind them."""

    _report: FrameReport = NEVER_MADE

    def __init__(self) -> None:
        raise WasmtimeError("cannot construct a Frame directly")

    @classmethod
    def _of(cls, report: FrameReport) -> Frame:
        frame = cls.__new__(cls)
        frame._report = report
        return frame

    @property
    def func_index(self) -> int:
        """The index of the function in its module."""
        return self._report.func_index

    @property
    def func_name(self) -> str | None:
        """The name of the function, None when the module does not tell."""
        return self._report.func_name

    @property
    def module_name(self) -> str | None:
        """The name of the module, None when it has none."""
        return self._report.module_name

    @property
    def module_offset(self) -> int:
        """The offset, in bytes, of the instruction in the module."""
        return self._report.module_offset

    @property
    def func_offset(self) -> int:
        """The offset, in bytes, of the instruction in its function."""
        return self._report.func_offset

    def __repr__(self) -> str:
        where = self.func_name or f"function {self.func_index}"
        return f"<Frame {self.module_name or 'module'}!{where} at {self.module_offset:#x}>"

    def __eq__(self, other: object) -> bool:
        return self._report == other._report if isinstance(other, Frame) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._report)

    def close(self) -> None:
        """Does nothing: there is nothing native to free."""

    def ptr(self) -> NoReturn:
        """Raises ClosedError: a Frame holds values, not a pointer."""
        raise ClosedError("a Frame holds no native pointer")

    # A C function: nothing that CPython could interrupt, and nothing to do.
    __del__: Any = tuple


@Sync.register
class Trap(raw.Trap):
    """Guest code ended abnormally, or a host function raised this to end it.

    Message, code and frames are read when the trap arrives and the native trap is freed at once,
    so copies, pickles and `close()` are harmless.
    """

    _report: TrapReport | None = NEVER_MADE

    def __init__(self, message: str) -> None:
        """A trap of the host's own making, for a host function to raise.

        Raises TypeError when `message` is no str.
        """
        if not isinstance(message, str):
            raise TypeError(f"expected a str as message, got {type(message).__name__}")
        exact = str.__str__(message)
        Exception.__init__(self, exact)
        self._report = trap_message(exact)

    @classmethod
    def _of(cls, report: TrapReport) -> Trap:
        trap = cls.__new__(cls, report.message)
        Exception.__init__(trap, report.message)
        trap._report = report
        return trap

    def _open(self) -> TrapReport:
        report = self._report
        if report is None:
            raise ClosedError("already closed: this Trap was closed; read it before")
        return report

    @property
    def message(self) -> str:
        """The message, with the WebAssembly backtrace where there is one."""
        return self._open().message

    @property
    def frames(self) -> list[Frame]:  # type: ignore[override]
        """The frames of the WebAssembly backtrace, innermost first."""
        return [Frame._of(report) for report in self._open().frames]

    @property
    def trap_code(self) -> TrapCode | None:
        """Why the guest trapped; None for a trap of the host's making."""
        code = self._open().code
        return None if code is None else TrapCode(code)

    def __str__(self) -> str:
        return self.message

    def __reduce__(self) -> tuple[object, ...]:
        return Trap._of, (self._open(),)

    def close(self) -> None:
        """Forget the message and the frames. Closing again does nothing."""
        self._report = None

    def ptr(self) -> Any:
        """A fresh native trap with the same message, kept alive by this object."""
        self._native = raw.Trap(self._open().message)
        return self._native.ptr()

    def _consume(self) -> Any:
        return raw.Trap(self._open().message)._consume()

    # A C function: nothing that CPython could interrupt, and nothing to do.
    __del__: Any = tuple
