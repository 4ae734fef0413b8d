"""How a native call ended: an exception of the user's, a trap, an error of wasmtime's, or well."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, NoReturn, TypeVar

from ..errors import ExitTrap, WasmtimeError
from ..native.callback import HostOutput, probe, trampolines
from ..native.failure import delete_trap, take_error, take_trap
from ..native.store import NativeStore
from ..ownership.thread import here
from .trap import Trap, TrapCode

__all__ = ["chain", "check", "raise_outcome", "run_guest", "with_outputs"]

T = TypeVar("T")

# wasm and Python that call each other without end exhaust the stack that wasm may use after some
# hundred levels; a guest that overflows it alone does so within a few.
_MUTUAL_RECURSION = 16


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


# `before` is what `here.raised` was when the call began: not None where a signal handler or a
# finalizer calls while an exception of the host's is on its way through native frames. What is
# there at the end and was not there before is this call's.


def raise_outcome(
    error: int, trap: int, store: NativeStore, before: BaseException | None
) -> NoReturn:
    """Raise what ended a call that may have run guest code.

    What a host function or an output callback raised is raised as it is, traceback and all;
    otherwise one of `error` and `trap`, which this frees, is not null.
    """
    raised = here.raised
    here.raised = before
    if raised is None or raised is before:
        raise (
            trap_error(trap, store.never_set) if trap else (wasmtime_error(error, store.never_set))
        )
    if trap:
        delete_trap(trap)
    if error:
        take_error(error)
    try:
        raise raised
    finally:
        # The traceback refers to this frame; without this, so would the frame to it.
        del raised


def chain(failure: BaseException, raised: BaseException) -> None:
    """Keep `raised`, which a host function raised, as the context of `failure`, which struck
    before it could be raised: a call was left by an exception of the caller's side, such as a
    signal handler's.
    """
    last = failure
    seen = {id(last)}
    while last is not raised and last.__context__ is not None and id(last.__context__) not in seen:
        last = last.__context__
        seen.add(id(last))
    if last is not raised and last.__context__ is None:
        last.__context__ = raised


def with_outputs(outputs: tuple[HostOutput, ...], call: Callable[..., T], *arguments: Any) -> T:
    """Make a native call in a store with output callbacks.

    What one of these raised is in `here.raised` afterwards, unless a host function's exception
    is: the guest only saw that a write failed, and went on to whatever end.
    """
    before = here.raised
    pending = [output.raised for output in outputs]
    for output in outputs:
        output.raised = None
    try:
        return call(*arguments)
    finally:
        for output, earlier in zip(outputs, pending, strict=True):
            raised, output.raised = output.raised, earlier
            if raised is not None and here.raised is before:
                here.raised = raised


def run_guest(store: NativeStore, call: Callable[..., tuple[int, int, T]], *arguments: Any) -> T:
    """Make a native call that may run guest code, inside the region of its store.

    `call(*arguments)` returns the error and the trap, both owned by the caller, and what came of
    it otherwise. Raises how it ended, unless it ended well. `Func.__call__` has the same inline.
    """
    before = here.raised
    try:
        if store.keeps:
            probe()
        if store.outputs:
            error, trap, result = with_outputs(store.outputs, call, *arguments)
        else:
            error, trap, result = call(*arguments)
        if error or trap or here.raised is not before:
            raise_outcome(error, trap, store, before)
        return result
    except BaseException as failure:
        # No call before this: another exception could strike at its entry.
        raised, here.raised = here.raised, before
        if raised is not None and raised is not before and raised is not failure:
            if failure.__context__ is None:
                failure.__context__ = raised
            else:
                chain(failure, raised)
        raise
