"""The rows of docs/compatibility.md that are programs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_CODE = re.compile(r"`([^`]*)`")


class Row(NamedTuple):
    """A program, and what the page says becomes of it."""

    program: str
    wasmtime: str
    safestore: str


def rows(page: Path) -> Iterator[Row]:
    """The rows of the tables whose first column is called `program`."""
    inside = both = False
    for line in page.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        if line.startswith("| program |"):
            inside, both = True, "both" in line
        elif not line.startswith("|"):
            inside = False
        elif inside and not line.startswith("|---"):
            program, first, second = map(_plain, cells[:3])
            yield Row(program, first, first if both else second)


def _plain(cell: str) -> str:
    code = _CODE.fullmatch(cell)
    return code[1] if code else cell
