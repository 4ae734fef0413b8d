"""`safestore audit`: what it prints and how it exits."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from safestore.audit.cli import main
from tests.audit import planted

DEFECT = planted.row("R3", guards=["safestore.errors:NoSuchError"])


def test_a_clean_tree_prints_the_matrix(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changed = planted.row("T2", status="planned", part=2, guards=[], tests=[])
    assert main(["--root", str(planted.tree(tmp_path, changed))]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["id", "title", "status", "guards", "tests"]
    assert lines[1].split() == ["R1", "Title", "of", "R1", "proved", "1", "1"]
    assert lines[9].split() == ["T2", "Title", "of", "T2", "planned", "(part", "2)", "0", "0"]
    assert lines[-1] == "46 invariants: 45 proved, 0 partly, 1 planned; 0 findings"


def test_a_finding_is_printed_and_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--root", str(planted.tree(tmp_path, DEFECT)), "--quiet"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "R3: guards: safestore.errors:NoSuchError: safestore.errors has no NoSuchError",
        "46 invariants: 46 proved, 0 partly, 0 planned; 1 finding",
    ]


def test_quiet_and_clean_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--root", str(planted.tree(tmp_path)), "--quiet"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_json_has_everything(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = planted.tree(tmp_path, DEFECT)
    assert main(["--root", str(root), "--json"]) == 1
    document = json.loads(capsys.readouterr().out)
    assert document["root"] == str(root)
    assert document["summary"] == {"proved": 46, "partly": 0, "planned": 0}
    assert [finding["subject"] for finding in document["findings"]] == ["R3"]
    assert document["invariants"][2] == DEFECT


def test_write_mends_a_stale_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = planted.tree(tmp_path)
    fresh = (root / "SAFETY.md").read_text(encoding="utf-8")
    (root / "SAFETY.md").write_text(fresh.replace("Title of H2", "Title"), encoding="utf-8")
    assert main(["--root", str(root), "--quiet"]) == 1
    assert main(["--root", str(root), "--quiet", "--write"]) == 0
    assert (root / "SAFETY.md").read_text(encoding="utf-8") == fresh


def test_write_leaves_a_document_without_places_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = planted.tree(tmp_path)
    (root / "SAFETY.md").write_text("prose\n", encoding="utf-8")
    assert main(["--root", str(root), "--quiet", "--write"]) == 1
    assert "no place for the tables: summary" in capsys.readouterr().out
    assert (root / "SAFETY.md").read_text(encoding="utf-8") == "prose\n"


def test_a_ledger_that_cannot_be_read_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = planted.tree(tmp_path)
    planted.write(root, "safestore/audit/ledger.json", planted.text(planted.row(title="")))
    assert main(["--root", str(root)]) == 1
    assert "row R1: 'title' must be a text that is not empty" in capsys.readouterr().out


def test_the_checkout_is_found_from_the_current_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(planted.tree(tmp_path, DEFECT) / "tests" / "misuse")
    assert main(["--quiet"]) == 1
    assert "R3: guards" in capsys.readouterr().out


def test_without_a_checkout_only_the_guards_are_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shipped = planted.write(tmp_path, "ledger.json", planted.text(*planted.rows()))
    monkeypatch.setattr("safestore.audit.cli.SHIPPED", shipped)
    monkeypatch.chdir(tmp_path)
    assert main([]) == 0  # though neither tests nor twins are there
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].startswith("R1  Title of R1")
    assert lines[-1].startswith("No source checkout here: only the guards were checked")

    planted.write(tmp_path, "ledger.json", planted.text(*planted.rows(DEFECT)))
    assert main(["--quiet"]) == 1
    assert "R3: guards" in capsys.readouterr().out


def test_prove_runs_the_checkouts_own_program(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    root = planted.tree(tmp_path)
    for package in ("safestore", "tests", "tests/prove"):
        planted.write(root, f"{package}/__init__.py", "")
    planted.write(
        root,
        "tests/prove/__main__.py",
        "import sys, safestore\nprint(safestore.__path__[0], *sys.argv[1:])\nsys.exit(3)\n",
    )
    assert main(["--root", str(root), "--prove", "R1", "H2"]) == 3
    assert main(["--root", str(root), "--prove"]) == 3
    own = root / "safestore"
    assert capfd.readouterr().out.splitlines() == [f"{own} R1 H2", f"{own}"]


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["--root", "."], "is not a checkout of safestore"),
        (["--write"], "--write needs a source checkout"),
        (["--json", "--quiet"], "not allowed with"),
        (["--prove"], "--prove needs a source checkout"),
        (["--json", "--prove", "R1"], "not allowed with"),
    ],
)
def test_wrong_usage_exits_with_2(
    argv: list[str],
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as exit_:
        main(argv)
    assert exit_.value.code == 2
    assert message in capsys.readouterr().err
