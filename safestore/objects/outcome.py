"""How a native call ended: an exception of the user's, a trap, an error of wasmtime's, or well."""

from __future__ import annotations

import sys
from typing import NoReturn

import wasmtime as raw

from ..errors import ClosedError, ExitTrap, WasmtimeError
from ..native.callback import HostOutput, trampolines
from ..native.failure import (
    FrameReport,
    TrapReport,
    delete_trap,
    take_error,
    take_trap,
    trap_message,
)
from ..native.store import NativeStore
from ..ownership.thread import here

__all__ = [
    "Frame",
    "Trap",
    "TrapCode",
    "check",
    "interrupted",
    "raise_outcome",
    "raise_written",
]

TrapCode = raw.TrapCode

# wasm and Python that call each other without end exhaust the stack that wasm may use after some
# hundred levels; a guest that overflows it alone does so within a few.
_MUTUAL_RECURSION = 16


class Frame(raw.Frame):
    """One frame of a trap's WebAssembly backtrace: plain values, nothing native behind them."""

    _report: FrameReport

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

    def __del__(self) -> None:
        pass


class Trap(raw.Trap):
    """Guest code ended abnormally, or a host function raised this to end it.

    Message, code and frames are read when the trap arrives and the native trap is freed at once,
    so copies, pickles and `close()` are harmless.
    """

    _report: TrapReport | None

    def __init__(self, message: str) -> None:
        """A trap of the host's own making, for a host function to raise.

        Raises TypeError when `message` is no str.
        """
        if not isinstance(message, str):
            raise TypeError(f"expected a str as message, got {type(message).__name__}")
        Exception.__init__(self, message)
        self._report = trap_message(message)

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
    def frames(self) -> list[raw.Frame]:
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

    def ptr(self):  # type: ignore[no-untyped-def]
        """A fresh native trap with the same message, kept alive by this object."""
        self._native = raw.Trap(self._open().message)
        return self._native.ptr()

    def _consume(self):  # type: ignore[no-untyped-def]
        return raw.Trap(self._open().message)._consume()

    def __del__(self) -> None:
        pass


def wasmtime_error(error: int, never_set: frozenset[str] = frozenset()) -> WasmtimeError:
    """The exception for an owned native error, which is freed."""
    report = take_error(error)
    if report.exit_status is not None:
        return ExitTrap(report.message, report.exit_status)
    return WasmtimeError(_with_mend(report.message, never_set))


def trap_error(trap: int, never_set: frozenset[str] = frozenset()) -> Trap | RecursionError:
    """The exception for an owned native trap, which is freed."""
    report = take_trap(trap)
    found = Trap._of(report._replace(message=_with_mend(report.message, never_set)))
    if report.code == TrapCode.STACK_OVERFLOW.value and _nesting() >= _MUTUAL_RECURSION:
        recursion = RecursionError(
            "WebAssembly and Python call each other without end: the stack that WebAssembly may "
            "use is exhausted; end the recursion"
        )
        recursion.__cause__ = found
        return recursion
    return found


# What wasmtime says when fuel or a deadline is configured and was never set, and the call that
# is missing.
_MENDS = {
    "fuel": (
        "all fuel consumed by WebAssembly",
        "\nhint: fuel is on (Config.consume_fuel) and this store was never given any: call "
        "store.set_fuel(n) before running guest code",
    ),
    "epoch": (
        "wasm trap: interrupt",
        "\nhint: epoch interruption is on (Config.epoch_interruption) and this store was never "
        "given a deadline: call store.set_epoch_deadline(ticks) before running guest code",
    ),
}


def _with_mend(message: str, never_set: frozenset[str]) -> str:
    for setting in never_set:
        said, mend = _MENDS[setting]
        if said in message:
            return message.rstrip("\n") + mend
    return message


def _nesting() -> int:
    """How many host functions the current thread is inside of."""
    count = 0
    frame = sys._getframe(1)
    while frame is not None:
        if frame.f_code in trampolines:
            count += 1
        frame = frame.f_back  # type: ignore[assignment]
    return count


def check(error: int) -> None:
    """Raise for a native error that no guest code can have caused; return when there is none."""
    if error:
        raise wasmtime_error(error)


def raise_outcome(error: int, trap: int, store: NativeStore) -> NoReturn:
    """Raise what ended a call that may have run guest code. One of the two is not null.

    What a host function or an output callback raised is raised as it is, traceback and all.
    """
    raised = here.raised
    if raised is not None:
        here.raised = None
        if trap:
            delete_trap(trap)
        if error:
            take_error(error)
        try:
            raise raised
        finally:
            # The traceback refers to this frame; without this, so would the frame to it.
            del raised
    found: BaseException = (
        trap_error(trap, store.never_set) if trap else wasmtime_error(error, store.never_set)
    )
    try:
        raise_written(store.outputs)
    except BaseException as written:
        raise written from found
    raise found


def interrupted(error: BaseException) -> None:
    """A call was left by an exception of the caller's side, such as a signal handler's.

    What a host function raised meanwhile becomes the context of `error`, so that it is neither
    lost nor raised by a later call.
    """
    raised = here.raised
    here.raised = None
    if raised is None:
        return
    last = error
    seen = {id(last)}
    while last is not raised and last.__context__ is not None and id(last.__context__) not in seen:
        last = last.__context__
        seen.add(id(last))
    if last is not raised and last.__context__ is None:
        last.__context__ = raised


def raise_written(outputs: tuple[HostOutput, ...]) -> None:
    """Raise what an output callback raised during the call that has just ended, if any did.

    The guest only saw that a write failed, and went on to whatever end.
    """
    for output in outputs:
        raised, output.raised = output.raised, None
        if raised is not None:
            raise raised
