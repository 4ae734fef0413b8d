"""What pins cost: a call through one, and handing one over."""

from __future__ import annotations

from itertools import repeat
from types import ModuleType

import wasmtime

import safestore

from . import guest
from .calls import add
from .row import Batch, Row, ours_alone

__all__ = ["ROWS"]

_HANDLES = 10


def _exclusive() -> Batch:
    return add(safestore)


def _pinned() -> Batch:
    store, exports = guest.exports(safestore)
    function, pin = exports["add"], safestore.Pinned(store)

    def batch(times: int) -> None:
        for _ in repeat(None, times):
            function(pin, 1, 2)

    return batch


def _raw_add() -> Batch:
    return add(wasmtime)


def _host_functions(api: ModuleType, store: object) -> list[object]:
    """Three, each with something in its closure that has to be looked at."""
    nothing = api.FuncType([], [])

    def counting(start: int) -> object:
        count = start

        def step() -> None:
            nonlocal count
            count += 1

        return api.Func(store, nothing, step)

    return [counting(start) for start in range(3)]


def _moved() -> Batch:
    """From this thread to this thread: what another thread would do is the same."""
    store = safestore.Store()
    imports = "".join(f'(import "" "{name}" (func))' for name in "abc")
    exported = "".join(f'(func (export "f{number}"))' for number in range(_HANDLES))
    module = safestore.Module(store.engine, f"(module {imports} {exported})")
    host = _host_functions(safestore, store)
    exports = safestore.Instance(store, module, host).exports(store)  # type: ignore[arg-type]
    handles = [exports[f"f{number}"] for number in range(_HANDLES)]
    pin = safestore.Pinned((store, *handles))

    def batch(times: int) -> None:
        nonlocal pin
        for _ in repeat(None, times):
            pin = pin.transfer().land()

    return batch


ROWS: tuple[Row, ...] = (
    ours_alone("add through a pin / without", _exclusive, _pinned, at_most=1.3),
    ours_alone("transfer and land / a raw add", _raw_add, _moved, at_most=1),
)
