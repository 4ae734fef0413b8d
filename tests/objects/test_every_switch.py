"""Hooks that want to know of every change of thread, and landings."""

from __future__ import annotations

import threading
from collections.abc import Callable

import safestore as wasmtime
from safestore import Pinned

from ..ownership.elsewhere import Elsewhere

Seen = list[tuple[str, type]]


def noting(seen: Seen) -> Callable[[object], None]:
    return lambda given: seen.append((threading.current_thread().name, type(given)))


def test_a_landing_runs_each_hook_once(store: wasmtime.Store) -> None:
    always: Seen = []
    landing: Seen = []
    store.on_land(noting(always), every_switch=True)
    store.on_land(noting(landing))
    token = Pinned(store).transfer()

    def land_and_enter() -> Pinned[wasmtime.Store]:
        pin = token.land()
        store.gc()
        store.gc()
        return pin

    with Elsewhere() as elsewhere:
        pin = elsewhere.run(land_and_enter)
        assert always == landing == [("elsewhere", Pinned)]
        back = elsewhere.run(pin.transfer)
        back.land()
        store.gc()
    assert always == landing == [("elsewhere", Pinned), ("MainThread", Pinned)]


def test_without_pins_only_those_run_that_asked_for_it(store: wasmtime.Store) -> None:
    always: Seen = []
    landing: Seen = []
    store.on_land(noting(always), every_switch=True)
    store.on_land(noting(landing))
    store.gc()
    with Elsewhere() as elsewhere:
        for _ in range(2):
            elsewhere.run(store.gc)
        store.gc()
    assert always == [("elsewhere", wasmtime.Store), ("MainThread", wasmtime.Store)]
    assert landing == []
