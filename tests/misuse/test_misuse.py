"""Every misuse of the catalogue ends, under safestore, in the exception that it names."""

from __future__ import annotations

import builtins
from collections import Counter
from itertools import chain

import pytest
import wasmtime

from safestore import errors
from safestore.objects import arguments
from tests.misuse import catalogue, evidence
from tests.misuse.run import SEVERITY, Outcome, run

MISUSES = catalogue.load()

COVERED = {
    "entry": ("R1", "R2", "R3", "R4"),
    "handles": ("H1", "H2", "H3", "L1"),
    "views": ("V1", "V2", "V3"),
    "callbacks": ("C1", "C2", "C3", "C4", "C5"),
    "process": ("K1", "K2", "K3"),
}
# Plain wasmtime has nothing of the kind: what it does where nobody says who owns a store.
OWNERSHIP = ("P1", "P2", "R5", "T1", "T2", "T3", "T4", "T5", "T6")


@pytest.mark.parametrize("misuse", MISUSES, ids=lambda misuse: misuse.name)
def test_safestore_answers_with_the_named_exception(misuse: catalogue.Misuse) -> None:
    outcome = run(misuse.path, "safestore", timeout=120)
    expected = Outcome("fine") if misuse.expect == "fine" else Outcome("raised", misuse.expect)
    assert str(outcome) == str(expected), f"{misuse.summary}\n{outcome.stderr}"


def test_the_catalogue_covers_every_invariant() -> None:
    assert len(MISUSES) >= 80
    count = Counter(misuse.invariant for misuse in MISUSES)
    covered = set(chain.from_iterable(COVERED.values()))
    assert set(count) == covered | set(OWNERSHIP)
    assert min(count[invariant] for invariant in covered) >= 5, count
    assert sum(count[invariant] for invariant in OWNERSHIP) >= 20, count


@pytest.mark.parametrize("name", sorted({misuse.expect for misuse in MISUSES} - {"fine"}))
def test_an_expected_exception_exists(name: str) -> None:
    homes = (errors, arguments, wasmtime, builtins)
    found = [getattr(home, name) for home in homes if hasattr(home, name)]
    assert any(isinstance(kind, type) and issubclass(kind, BaseException) for kind in found)


def test_a_program_is_named_after_its_invariant_and_knows_nothing_of_safestore() -> None:
    for misuse in MISUSES:
        assert misuse.name.startswith(misuse.invariant.lower() + "_")
        assert "safestore" not in misuse.path.read_text(encoding="utf-8"), misuse.name


def test_there_is_raw_evidence_of_each_program() -> None:
    recorded = evidence.read().outcomes
    assert list(recorded) == [misuse.name for misuse in MISUSES]
    assert {outcome.split()[0] for outcome in recorded.values()} <= set(SEVERITY)
