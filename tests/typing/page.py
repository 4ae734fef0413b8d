"""The programs of docs/checking-types.md, and the lines on which a checker finds an error."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from ..docs.blocks import blocks

__all__ = ["Checker", "expected", "write"]

PAGE = Path(__file__).resolve().parents[2] / "docs" / "checking-types.md"

Checker = Literal["mypy", "pyright"]
_MARK = re.compile(r"# error(?: to (mypy|pyright))?$")


def expected(checker: Checker) -> set[int]:
    """The lines of the page on which this one finds an error."""
    marks = enumerate(map(_MARK.search, PAGE.read_text(encoding="utf-8").splitlines()), start=1)
    return {line for line, mark in marks if mark is not None and mark[1] in (None, checker)}


def write(directory: Path) -> list[Path]:
    """Writes each program to a file of its own, in the lines that it has in the page."""
    written = []
    for block in blocks(PAGE):
        path = directory / f"program_at_{block.line}.py"
        path.write_text("\n" * (block.line - 1) + block.source, encoding="utf-8")
        written.append(path)
    return written
