"""The tables of SAFETY.md, and their places in it."""

from __future__ import annotations

from typing import Any

import pytest

from safestore.audit.evidence import Evidence
from safestore.audit.markdown import MarkerError, block_names, blocks, written
from tests.audit import planted

DOCUMENT = """\
# Before
<!-- ledger: one -->
old
<!-- end of ledger: one -->
Between
<!-- ledger: two -->
<!-- end of ledger: two -->
After
"""


def test_tables_go_between_their_markers_and_prose_stays() -> None:
    new = written(DOCUMENT, {"two": "| 2 |", "one": "| 1 |"})
    assert new == (
        "# Before\n"
        "<!-- ledger: one -->\n\n| 1 |\n\n<!-- end of ledger: one -->\n"
        "Between\n"
        "<!-- ledger: two -->\n\n| 2 |\n\n<!-- end of ledger: two -->\n"
        "After\n"
    )


def test_writing_twice_changes_nothing() -> None:
    tables = {"one": "| 1 |", "two": "| 2 |"}
    assert written(written(DOCUMENT, tables), tables) == written(DOCUMENT, tables)


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ("", "no place for the tables: one"),
        ("<!-- ledger: one -->", "the table 'one' has no end"),
        ("<!-- end of ledger: one -->", "ends a table that did not begin"),
        ("<!-- ledger: one -->\n<!-- ledger: one -->", "the table 'one' does not end before"),
        ("<!-- ledger: three -->\n<!-- end of ledger: three -->", "not a table of the ledger"),
        ("<!-- ledger: one -->\n<!-- end of ledger: one -->\n" * 2, "twice there"),
    ],
)
def test_a_place_that_is_wrong_is_refused(document: str, message: str) -> None:
    with pytest.raises(MarkerError, match=message):
        written(document, {"one": "| 1 |"})


def test_there_is_a_table_for_every_name() -> None:
    assert tuple(blocks(planted.ledger(), None)) == block_names()


def cells(table: str, line: int) -> list[str]:
    return [cell.strip() for cell in table.splitlines()[line].split(" | ")]


def test_a_row_has_every_column() -> None:
    fields = planted.row(tests=["tests/test_a.py::test_b", "tests/test_a.py::C::test_d"])
    table = blocks(planted.ledger(fields), None)["entry"]
    assert cells(table, 2) == [
        '| <a id="R1"></a>R1',
        "**Title of R1.** What always holds.",
        "What the engine needs.",
        "`safestore.errors:MisuseError`",
        "`StoreBusyError`",
        "none",
        "`tests/test_a.py::test_b`<br>`tests/test_a.py::C::test_d`",
        "What happens otherwise.<br>Twins: `one_misuse`",
        "proved |",
    ]


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"status": "planned", "part": 4}, "planned (part 4)"),
        ({"status": "planned", "part": None}, "planned (a later part)"),
        ({"status": "partly", "open": "components"}, "partly; open: components"),
    ],
)
def test_what_is_not_proved_says_so(changes: dict[str, Any], status: str) -> None:
    table = blocks(planted.ledger(planted.row(**changes)), None)["entry"]
    assert cells(table, 2)[-1] == f"{status} |"


def test_a_planned_row_has_no_guard_yet() -> None:
    fields = planted.row(guards=[], tests=[], errors=[], status="planned")
    row = cells(blocks(planted.ledger(fields), None)["entry"], 2)
    assert (row[3], row[4], row[6]) == ("not yet", "none", "not yet")


def test_prose_cannot_break_its_cell() -> None:
    fields = planted.row(statement="a | b\nand <c>")
    assert "a \\| b and &lt;c>" in blocks(planted.ledger(fields), None)["entry"]


def test_the_summary_counts_each_family() -> None:
    ledger = planted.ledger(*planted.rows(planted.row("R2", status="planned")))
    summary = blocks(ledger, None)["summary"]
    assert cells(summary, 2)[0] == "| [Entry](#entry)"
    assert cells(summary, 2)[2:] == ["4", "0", "1 |"]
    assert cells(summary, -1) == ["| **All**", "46", "45", "0", "1 |"]


def test_evidence_is_counted_and_joined_to_the_rows() -> None:
    evidence = Evidence("50.0.1", "Linux", {"one_misuse": "crashed (SIGABRT)", "other": "fine"})
    rows = [planted.row("R1"), planted.row("R2", twins=[]), planted.row("C4")]
    table = blocks(planted.ledger(*rows), evidence)["evidence"]
    counts = "2 programs, 1 crashed, 0 hung, 0 wrong, 0 raised, 1 fine"
    assert table.splitlines()[0] == f"Recorded on wasmtime 50.0.1, Linux: {counts}."
    assert cells(table, 4) == ["| `one_misuse`", "[R1](#R1), [C4](#C4)", "crashed (SIGABRT) |"]


def test_missing_evidence_is_said() -> None:
    assert "No evidence is recorded yet" in blocks(planted.ledger(), None)["evidence"]
