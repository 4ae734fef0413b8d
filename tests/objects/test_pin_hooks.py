"""What hooks of `on_land` see and leave behind, and pins of several stores (R5, T1, V3)."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable
from typing import Any, TypeVar

import pytest

import safestore as wasmtime
from safestore import Pinned
from safestore.errors import (
    BorrowError,
    ClosedError,
    ReentrancyError,
)

T = TypeVar("T")


def elsewhere(function: Callable[..., T], *arguments: Any) -> T:
    """What the function returns on another thread, which has ended when this returns."""
    outcome: list[Callable[[], T]] = []

    def work() -> None:
        try:
            result = function(*arguments)
        except BaseException as error:
            outcome.append(lambda error=error: _raise(error))  # type: ignore[misc]
        else:
            outcome.append(lambda: result)

    thread = threading.Thread(target=work, name="elsewhere")
    thread.start()
    thread.join(60)
    return outcome[0]()


def _raise(error: BaseException) -> Any:
    raise error


def _of_moving_memory() -> tuple[wasmtime.Store, Any]:
    config = wasmtime.Config()
    config.memory_reservation = 1 << 16
    store = wasmtime.Store(wasmtime.Engine(config))
    wat = '(module (memory (export "m") 1 4) (func (export "f")))'
    instance = wasmtime.Instance(store, wasmtime.Module(store.engine, wat), [])
    return store, instance.exports(store)


def test_a_view_of_a_switch_hook_is_in_the_way_of_the_entry_that_ran_it() -> None:
    store, exports = _of_moving_memory()
    kept: list[Any] = []
    store.on_land(lambda given: kept.append(exports["m"].view(given)), every_switch=True)

    def use() -> None:
        with pytest.raises(BorrowError):
            exports["m"].grow(store, 1)
        with pytest.raises(BorrowError):
            exports["f"](store)
        assert exports["m"].size(store) == 1
        kept.pop().release()
        exports["f"](store)

    elsewhere(use)
    store.close()


def _stopped_in_a_hook(store: wasmtime.Store, pins: list[Any]) -> tuple[Any, Callable[[], None]]:
    """What a hook was given in which a landing thread now waits; and how to let it go on."""

    class Hook:
        """Waits; it holds what a transfer would refuse, and says that it may go."""

        def __init__(self) -> None:
            self.inside, self.go_on = threading.Event(), threading.Event()
            self.given: Any = None

        def __call__(self, given: Any) -> None:
            self.given = given
            self.inside.set()
            assert self.go_on.wait(60)

    wasmtime.Send.register(Hook)
    hook = Hook()
    store.on_land(hook)
    token = Pinned(store).transfer()
    thread = threading.Thread(target=lambda: pins.append(token.land()), name="lander")
    thread.start()
    assert hook.inside.wait(60)

    def finish() -> None:
        hook.go_on.set()
        thread.join(60)

    return hook.given, finish


def test_a_pin_of_several_stores_closes_all_or_none() -> None:
    first, second = wasmtime.Store(), wasmtime.Store()
    pin = Pinned((first, second))

    def close() -> None:
        with pytest.raises(ReentrancyError):
            pin.close()
        first.gc()

    host = wasmtime.Func(second, wasmtime.FuncType([], []), close)
    host(second)
    pin.close()
    pin.close()
    with pytest.raises(ClosedError):
        first.gc()


def test_a_bundle_that_was_dropped_can_be_pinned_anew_at_once() -> None:
    store, other = wasmtime.Store(), wasmtime.Store()
    gc.disable()
    try:
        pin: Any = Pinned((store, other))
        del pin
        Pinned(store).close()
    finally:
        gc.enable()
    other.close()
