"""Whatever wasmtime-py's own suite passes on raw, it passes on safestore."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from .comparison import problems
from .deviations import ALLOWED
from .environment import installed_version
from .sdist import ROOT, DownloadError, fetch
from .suite import Run, run_both


def test_the_suite_of_the_installed_wasmtime() -> None:
    try:
        unpacked = fetch(installed_version())
    except DownloadError as error:
        pytest.skip(f"the source distribution cannot be fetched: {error}")
    assert problems(*run_both(Path(sys.executable), unpacked), ALLOWED) == []


def test_the_documentation_has_the_same_deviations() -> None:
    text = (ROOT / "docs" / "compatibility.md").read_text(encoding="utf-8")
    _, _, section = text.partition("\n## Where wasmtime-py's own tests differ\n")
    rows = re.findall(r"^\| `([^`]+)` \| (.+) \|$", section.partition("\n## ")[0], re.MULTILINE)
    assert section
    assert dict(rows) == ALLOWED
    assert len(ALLOWED) <= 3


def finished(results: dict[str, str], served_by: str, returncode: int = 0) -> Run:
    return Run(results, dict.fromkeys(results, "because"), returncode, "output", served_by)


@pytest.mark.parametrize(
    ("ours", "problem"),
    [
        (finished({"a": "passed", "b": "passed"}, "safestore"), None),
        (finished({"a": "failed", "b": "passed"}, "safestore", 1), "a failed on safestore"),
        (finished({"b": "passed"}, "safestore"), "a missing on safestore"),
        (finished({"a": "passed", "b": "passed"}, "wasmtime"), "served by wasmtime"),
        (finished({"a": "passed", "b": "passed"}, "safestore", -11), "broke down"),
    ],
)
def test_what_counts_as_a_problem(ours: Run, problem: str | None) -> None:
    raw = finished({"a": "passed", "b": "passed", "c": "failed"}, "wasmtime", 1)
    found = problems(raw, ours, {})
    assert len(found) == (problem is not None)
    assert problem is None or problem in found[0]


def test_an_allowed_deviation_must_occur() -> None:
    raw = finished({"a": "passed"}, "wasmtime")
    assert problems(raw, finished({"a": "failed"}, "safestore", 1), {"a": "unsafe"}) == []
    (found,) = problems(raw, finished({"a": "passed"}, "safestore"), {"a": "unsafe"})
    assert "does not" in found
