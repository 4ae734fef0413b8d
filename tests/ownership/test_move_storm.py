"""Signals and interruptions at random moments while real stores are moved (T7)."""

from __future__ import annotations

import signal

import pytest

from tests.native.alone import run_alone

from .storms import SCALE


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="this system has no such timer")
@pytest.mark.parametrize(("sender", "strikes"), [("timer", 3_000), ("thread", 500)])
def test_one_owner_or_none_is_left(sender: str, strikes: int) -> None:
    found = run_alone("moves", sender, str(strikes * SCALE))
    # It struck where it matters.
    for state in ("a token", "a pin", "neither"):
        assert state in found
    print(found)
