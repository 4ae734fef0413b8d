"""docs/checking-types.md: mypy finds what the page says that it finds, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

from .checker import complaints, needs_mypy
from .page import expected, write

pytestmark = needs_mypy(1, 16)


def test_the_errors_that_the_page_shows(tmp_path: Path) -> None:
    found = complaints(*write(tmp_path), stubs=True, cache=tmp_path / "cache")
    lines = (re.match(r".*?\.py:(\d+): error:", line) for line in found)
    assert {int(line[1]) for line in lines if line} == expected("mypy"), "\n".join(found)
