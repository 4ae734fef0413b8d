"""The rule on what reaches another thread: each line of `cases/` that is marked, and no other.

`# E: safestore-send` at the end of a line asks for a finding there, and for two when it is twice.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
CASES = Path(__file__).resolve().parent / "cases"
NAMES = sorted(path.stem for path in CASES.glob("[a-z]*.py"))


@pytest.fixture(scope="session")
def findings(mypy_cache: Path) -> list[dict[str, Any]]:
    result = subprocess.run(
        [
            *(sys.executable, "-m", "tests.check.findings", "safestore.check.sending"),
            str(mypy_cache),
            *(str(CASES / f"{name}.py") for name in NAMES),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return list(json.loads(result.stdout))


@pytest.mark.parametrize("name", NAMES)
def test_marked_lines_are_found_and_no_others(name: str, findings: list[dict[str, Any]]) -> None:
    found = Counter(one["line"] for one in findings if one["file"] == f"{name}.py")
    wanted = Counter[int]()
    for number, line in enumerate((CASES / f"{name}.py").read_text().splitlines(), 1):
        mark = re.search(r"# E: (.*)", line)
        if mark is not None:
            wanted[number] = mark.group(1).count("safestore-send")
    assert found == wanted


def test_a_finding_tells_the_way_to_what_may_not_travel(findings: list[dict[str, Any]]) -> None:
    messages = {one["message"].partition(";")[0] for one in findings}
    for words in (
        "args[0] -> Outer.jobs -> its items -> Job.inst -> Instance",
        "target -> self._indirect -> _work -> self.pin -> Pinned[Store]",
        "target -> the partial -> pin -> Pinned[Store]",
        "argument 2 -> its items -> Pinned[Store]",
        "argument 1 -> Holder.connection -> Connection",
        "its result -> Pinned[Store]",
        "kwargs['b'] -> Store",
    ):
        assert f"this may not go to another thread: {words}" in messages


def test_notes_say_where_it_is_made_and_used(findings: list[dict[str, Any]]) -> None:
    (finding,) = (
        one
        for one in findings
        if one["file"] == "globals.py" and "-> odd -> FUNCS" in one["message"]
    )
    assert [message for _, message in finding["notes"]] == [
        "`FUNCS` gets its value here",
        "`FUNCS` is used here",
    ]
