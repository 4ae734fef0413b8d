"""Where the current thread's stack is, asked in a callback that does not tell (K2).

A host function of core WebAssembly is told: its caller lies in the native frame that calls it. So
a function that notes this address is called, from the host and to the host.
"""

from __future__ import annotations

from typing import Any, NoReturn

from ..ownership.thread import Thread, here
from .callback import HostFunction
from .failure import delete_trap, take_error
from .func import call_unchecked, new
from .signature import numeric_signature
from .store import NativeStore
from .types import FuncDescription

__all__ = ["stack_address"]

# Where a store keeps its function for this; what it keeps otherwise is under an id, never 0.
_KEY = 0
_PLAN = numeric_signature((), ())
# By thread, for the moment between noting and asking.
_noted: dict[Thread, Any] = {}


def _note() -> None:
    _noted[here.thread] = here.entrant


def _no_values(*_: Any) -> NoReturn:
    raise AssertionError("no values are passed")


def stack_address(store: NativeStore) -> int:
    """An address within the current thread's stack, near its end. The region is held.

    Raises what a signal handler raises meanwhile.
    """
    func = store.keeps.get(_KEY)
    if func is None:
        host = HostFunction(_note, _PLAN, _no_values, _no_values, None, "note")
        func = store.keeps[_KEY] = new(store, FuncDescription((), ()), host)
    frame = _PLAN.new_frame()
    _PLAN.pack(frame.buffer, 0, 0)
    before = here.raised
    # Of this store, without values; what is answered is ours.
    error = call_unchecked(store.context, func, frame.values, 0, frame.trap)
    (trap,) = _PLAN.load(frame.buffer)
    if trap:
        delete_trap(trap)
    if error:
        take_error(error)
    raised, here.raised = here.raised, before
    if raised is not None and raised is not before:
        raise raised
    return int(_noted.pop(here.thread))
