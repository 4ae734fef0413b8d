"""What docs/compatibility.md says of each small program, on wasmtime and on safestore."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from .blocks import blocks
from .rows import Row, rows

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "compatibility.md"

# Anything can come of it, so nothing is asked.
UNDEFINED = "undefined"


@pytest.mark.skipif(sys.platform != "linux", reason="forks a process for each, and reads /proc")
@pytest.mark.parametrize("module", ["wasmtime", "safestore"])
def test_each_row_is_so(module: str) -> None:
    listed = [row for row in rows(PAGE) if getattr(row, module) != UNDEFINED]
    (setup,) = (block.source for block in blocks(PAGE) if "from safestore import *" in block.source)
    task = {"setup": setup, "programs": [row.program for row in listed]}
    ended = subprocess.run(
        [sys.executable, "-m", "tests.docs.outcomes", module],
        cwd=ROOT,
        input=json.dumps(task),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ended.returncode == 0, ended.stderr
    seen = dict(zip(listed, json.loads(ended.stdout), strict=True))
    wrong = {row: seen[row] for row in listed if getattr(row, module) not in seen[row]}
    assert wrong == {}


def test_a_row_is_three_cells(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "| test | why |\n|---|---|\n| `a` | b |\n\n"
        "| program | wasmtime | safestore | why |\n|---|---|---|---|\n"
        "| `a(1)` | killed | `2` | c |\n\n"
        "| program | both | remark |\n|---|---|---|\n| `b` | `3` | |\n",
        encoding="utf-8",
    )
    assert list(rows(page)) == [Row("a(1)", "killed", "2"), Row("b", "3", "3")]
