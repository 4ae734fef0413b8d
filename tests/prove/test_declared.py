"""The mutations of this checkout fit its source and its ledger. That they are noticed is for
`make prove` to say, which runs for minutes."""

from __future__ import annotations

from pathlib import Path

import pytest

from safestore.audit import ledger
from tests.prove.declared import MUTATIONS
from tests.prove.mutation import Mutation, changed
from tests.prove.proof import selected, unguarded

ROOT = Path(__file__).parents[2]
ROWS = {row.id: row for row in ledger.load(ROOT / "safestore/audit/ledger.json").invariants}


def name(mutation: Mutation) -> str:
    return f"{mutation.invariant}-{mutation.guard}-{mutation.what}".replace(" ", "_")


@pytest.mark.parametrize("mutation", MUTATIONS, ids=name)
def test_it_fits(mutation: Mutation) -> None:
    row = ROWS[mutation.invariant]
    assert mutation.guard in row.guards
    assert selected(row, mutation.by)
    for path, text in changed(ROOT, mutation.edits).items():
        assert text != path.read_text(encoding="utf-8")


def test_every_guard_of_every_proved_row_has_one() -> None:
    assert unguarded(ROWS.values(), MUTATIONS) == []


def test_no_two_are_the_same() -> None:
    assert len({name(mutation) for mutation in MUTATIONS}) == len(MUTATIONS)
