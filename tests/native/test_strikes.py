"""Exceptions out of nowhere, while wasm calls Python: never a wrong result, none lost (C4, I1)."""

from __future__ import annotations

import signal

import pytest

from tests.ownership.storms import SCALE

from .alone import run_alone

pytestmark = pytest.mark.skipif(
    not hasattr(signal, "pthread_kill"), reason="this system has no such signals"
)

SIGNALS = 5_000 * SCALE


@pytest.mark.parametrize(
    "callback", ["numeric", "caller", "reference", "nested", "output", "nothing"]
)
def test_signals_pending_at_a_callbacks_entry(callback: str) -> None:
    print(run_alone("strikes", callback, str(SIGNALS)))


@pytest.mark.parametrize(
    ("sender", "signals"),
    [("timer", SIGNALS), ("two", SIGNALS), ("thread", SIGNALS // 4)],
)
def test_a_storm_of_signals_and_interruptions(sender: str, signals: int) -> None:
    print(run_alone("storm", sender, str(signals)))
