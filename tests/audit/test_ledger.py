"""Reading the ledger: what is refused, and in which words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from safestore.audit.ledger import STATIC_RULES, LedgerError, known_ids, load, parse
from safestore.check.rules import RULES
from tests.audit import planted


def test_a_row_is_read_with_every_field() -> None:
    [row] = planted.ledger(planted.row("T3", status="partly", open="half of it")).invariants
    assert (row.id, row.family, row.title) == ("T3", "Pin and transfer", "Title of T3")
    assert row.guards == ("safestore.errors:MisuseError",)
    assert row.tests == ("tests/test_planted.py::test_one",)
    assert (row.status, row.open, row.part) == ("partly", "half of it", 1)


def test_a_later_part_has_no_number() -> None:
    assert planted.ledger(planted.row(part=None)).invariants[0].part is None


def test_rows_are_found_by_family_and_counted_by_status() -> None:
    ledger = planted.ledger(planted.row("R1"), planted.row("N1"), planted.row("R2"))
    assert [row.id for row in ledger.family("Entry")] == ["R1", "R2"]
    assert (ledger.count("proved"), ledger.count("planned")) == (3, 0)


def test_the_design_has_46_invariants_each_once() -> None:
    assert len(known_ids()) == len(set(known_ids())) == 46


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"title": ""}, "'title' must be a text that is not empty"),
        ({"why": 3}, "'why' must be a text that is not empty"),
        ({"guards": "safestore.errors:MisuseError"}, "'guards' must be a list of texts"),
        ({"guards": [3]}, "'guards' must be a list of texts"),
        ({"guards": ["os:remove"]}, "'os:remove' is not safestore.module:Qual.name"),
        ({"guards": ["safestore.errors"]}, "is not safestore.module:Qual.name"),
        ({"guards": ["safestore.a:b.<locals>.c"]}, "is not safestore.module:Qual.name"),
        ({"guards": ["safestore:A", "safestore:A"]}, "'safestore:A' stands there twice"),
        ({"errors": ["safestore.errors.ClosedError"]}, "is not a class name"),
        ({"tests": ["tests/test_a.py"]}, "is not tests/path.py::name"),
        ({"tests": ["tests/test_a.py::test_b[3]"]}, "without parameters"),
        ({"tests": ["../test_a.py::test_b"]}, "is not tests/path.py::name"),
        ({"twins": ["../conftest"]}, "is not the name of a program"),
        ({"static_rule": "safestore-sand"}, "'static_rule' must be one of"),
        ({"static_rule": ["none"]}, "'static_rule' must be one of"),
        ({"status": "done"}, "'status' must be one of proved, partly, planned"),
        ({"status": "partly"}, "'open' says what a partly proved row lacks"),
        ({"open": "half of it"}, "'open' says what a partly proved row lacks"),
        ({"open": None}, "'open' must be a text"),
        ({"part": 9}, "'part' must be null or a number from 1 to 8"),
        ({"part": True}, "'part' must be null or a number from 1 to 8"),
        ({"family": "Exit"}, "'family' must be one of Entry"),
        ({"family": "Native"}, "R1 is not of the family 'Native'"),
    ],
)
def test_a_field_of_the_wrong_shape_is_named(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(LedgerError) as caught:
        planted.ledger(planted.row(**changes))
    assert str(caught.value).startswith("ledger.json: row R1: ")
    assert message in str(caught.value)


def test_missing_and_unknown_fields_are_named() -> None:
    fields = planted.row()
    fields["guard"] = fields.pop("guards")
    with pytest.raises(LedgerError, match=r"'guards' is missing\n.*'guard' is not a field"):
        planted.ledger(fields)


def test_every_bad_row_is_reported() -> None:
    with pytest.raises(LedgerError) as caught:
        planted.ledger(planted.row("R1", title=""), planted.row("R2", title=""))
    assert [line.split(":")[1] for line in str(caught.value).splitlines()] == [" row R1", " row R2"]


def test_a_row_without_an_id_is_told_by_its_number() -> None:
    with pytest.raises(LedgerError, match="row number 2: expected an object, got str"):
        parse(json.dumps({"invariants": [planted.row(), "R2"]}))


def test_a_field_written_twice_is_refused() -> None:
    text = planted.text(planted.row()).replace('"open": ""', '"open": "", "open": ""')
    with pytest.raises(LedgerError, match="written twice in one object: open"):
        parse(text)


@pytest.mark.parametrize("text", ["[]", "{}", '{"invariants": {}}', '{"invariants": [], "a": 1}'])
def test_another_document_is_refused(text: str) -> None:
    with pytest.raises(LedgerError, match='an object with one key, "invariants"'):
        parse(text)


def test_a_file_that_is_no_json_is_named(tmp_path: Path) -> None:
    path = planted.write(tmp_path, "ledger.json", "{")
    with pytest.raises(LedgerError, match=r"ledger\.json: Expecting"):
        load(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="nowhere"):
        load(tmp_path / "nowhere.json")


def test_static_rules_are_codes_of_the_checks() -> None:
    assert set(STATIC_RULES) - {"none"} <= set(RULES)
