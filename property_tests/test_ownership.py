"""Who owns a store, among real threads, against a model (P1, P2, R1 to R5, T1 to T6, V2, V3)."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

from .ownership.arrange import WAYS
from .ownership.machine import COVERAGE, Ownership
from .ownership.spec import SPEC, Transition, transitions

_THOROUGH = os.environ.get("SAFESTORE_HYPOTHESIS") == "thorough"

TestOwnership = Ownership.TestCase
TestOwnership.settings = settings(
    max_examples=2000 if _THOROUGH else 300,
    stateful_step_count=50,
    # Each example is a world that may take its time.
    suppress_health_check=list(HealthCheck),
)

# Left to chance: what is done at once, and what nobody is refused.
_BY_CHANCE = ("at once", "make", "exit", "collect", "drop pin", "release view")


@pytest.mark.parametrize("several", [False, True], ids=["a store", "two stores"])
@pytest.mark.parametrize("operation", [name for name in SPEC if name not in _BY_CHANCE])
def test_each_row_of_the_table_is_met(operation: str, several: bool) -> None:
    for row in transitions():
        if row[0] == operation:
            for extra in WAYS.get(row[1], ("nothing",)):
                _meet(row, several, extra)


def _meet(row: Transition, several: bool, extra: str) -> None:
    machine = Ownership()
    before = COVERAGE.met[row]
    try:
        machine.meet(row, several, extra)
        # Of two stores another row may come first.
        assert several or COVERAGE.met[row] > before, row
    finally:
        machine.teardown()
