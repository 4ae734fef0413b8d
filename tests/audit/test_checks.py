"""Each check, shown to find a planted defect, and the real tree, shown to have none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from safestore.audit import checks
from safestore.audit.ledger import load
from tests.audit import planted

REAL = Path(__file__).parents[2]


def findings(root: Path) -> list[str]:
    ledger = load(root / "safestore/audit/ledger.json")
    return [str(finding) for finding in checks.everything(ledger, root)]


def test_the_planted_tree_is_clean(tmp_path: Path) -> None:
    assert findings(planted.tree(tmp_path)) == []


def test_the_real_tree_is_clean() -> None:
    assert findings(REAL) == []


@pytest.mark.parametrize(
    ("changes", "finding"),
    [
        (
            {"guards": ["safestore.errors:NoSuchError"]},
            "R3: guards: safestore.errors:NoSuchError: safestore.errors has no NoSuchError",
        ),
        (
            {"errors": ["NoSuchError"]},
            "R3: errors: NoSuchError: no exception class NoSuchError in safestore.errors, "
            "in builtins or in safestore",
        ),
        (
            {"tests": ["tests/test_planted.py::test_two"]},
            "R3: tests: tests/test_planted.py::test_two: tests/test_planted.py has no test_two",
        ),
        (
            {"twins": ["another"]},
            "R3: twins: another: there is no tests/misuse/programs/another.py",
        ),
        ({"guards": []}, "R3: claims: marked proved without a guard"),
        ({"tests": []}, "R3: claims: marked proved without a test"),
        (
            {"tests": [], "status": "partly", "open": "half"},
            "R3: claims: marked partly without a test",
        ),
    ],
)
def test_a_row_that_is_not_true_is_found(
    tmp_path: Path, changes: dict[str, Any], finding: str
) -> None:
    assert findings(planted.tree(tmp_path, planted.row("R3", **changes))) == [finding]


def test_a_planned_row_needs_neither_guard_nor_test(tmp_path: Path) -> None:
    fields = planted.row("R3", status="planned", guards=[], tests=[], twins=[])
    assert findings(planted.tree(tmp_path, fields)) == []


def test_a_planned_row_may_not_name_what_does_not_exist(tmp_path: Path) -> None:
    fields = planted.row("R3", status="planned", tests=["tests/test_none.py::test_one"])
    assert findings(planted.tree(tmp_path, fields)) == [
        "R3: tests: tests/test_none.py::test_one: there is no file tests/test_none.py"
    ]


def test_missing_unknown_and_repeated_ids_are_found(tmp_path: Path) -> None:
    rows = [fields for fields in planted.rows() if fields["id"] != "Y4"]
    ledger = planted.ledger(*rows, planted.row("R9"), planted.row("C1"))
    found = checks.everything(ledger, planted.tree(tmp_path))
    assert [str(finding) for finding in found if finding.check == "ids"] == [
        "Y4: ids: the invariant has no row",
        "R9: ids: no invariant of the design has this id",
        "C1: ids: the invariant has more than one row",
    ]


@pytest.mark.parametrize(
    "source", ["import ctypes", "from wasmtime import _ffi", "__import__('cffi')"]
)
def test_a_foreign_use_outside_native_is_found(tmp_path: Path, source: str) -> None:
    root = planted.tree(tmp_path)
    planted.write(root, "safestore/aio/driver.py", f"\n{source}\n")
    assert findings(root) == [
        f"safestore/aio/driver.py:2: native: outside safestore/native/: {source}"
    ]


def test_a_stale_table_is_found_with_its_line(tmp_path: Path) -> None:
    root = planted.tree(tmp_path)
    text = (root / "SAFETY.md").read_text(encoding="utf-8")
    (root / "SAFETY.md").write_text(text.replace("Title of H2", "Title"), encoding="utf-8")
    line = next(n for n, row in enumerate(text.splitlines(), 1) if "Title of H2" in row)
    assert findings(root) == [f"SAFETY.md:{line}: document: stale: run `safestore audit --write`"]


def test_a_table_that_lost_its_end_is_found(tmp_path: Path) -> None:
    root = planted.tree(tmp_path)
    text = (root / "SAFETY.md").read_text(encoding="utf-8")
    (root / "SAFETY.md").write_text(text.rstrip().rpartition("\n")[0] + "\n", encoding="utf-8")
    assert findings(root) == ["SAFETY.md: document: the table 'evidence' has no end"]


def test_prose_is_free(tmp_path: Path) -> None:
    root = planted.tree(tmp_path)
    text = (root / "SAFETY.md").read_text(encoding="utf-8")
    (root / "SAFETY.md").write_text(f"{text}\nMore prose.\n", encoding="utf-8")
    assert findings(root) == []


def test_new_evidence_makes_the_document_stale(tmp_path: Path) -> None:
    root = planted.tree(tmp_path)
    outcomes = {"one_misuse": "crashed (SIGABRT)"}
    recording = {"wasmtime": "50.0.1", "platform": "Linux", "outcomes": outcomes}
    planted.write(root, checks.EVIDENCE, json.dumps(recording))
    [finding] = findings(root)
    assert finding.endswith("stale: run `safestore audit --write`")


def test_evidence_that_cannot_be_read_is_found(tmp_path: Path) -> None:
    root = planted.tree(tmp_path)
    planted.write(root, checks.EVIDENCE, "[]")
    assert findings(root) == ["SAFETY.md: document: evidence.json: expected an object"]


def test_a_missing_document_is_found(tmp_path: Path) -> None:
    root = planted.tree(tmp_path)
    (root / "SAFETY.md").unlink()
    assert findings(root) == ["SAFETY.md: document: cannot be read: No such file or directory"]
