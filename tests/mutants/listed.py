"""Survivors that are listed in docs/mutants.md, each under its reason; and the table there."""

from __future__ import annotations

import re
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "mutants.md"

_LISTED = re.compile(r"^- (`[^`]+`: `[^`]+` → `[^`]+`)", re.MULTILINE)
_TABLE = re.compile(r"(<!-- table -->\n).*?(<!-- end -->\n)", re.DOTALL)


def listed() -> set[str]:
    """The names of the mutants that are known to survive."""
    return set(_LISTED.findall(PAGE.read_text("utf-8")))


def write_table(table: str) -> None:
    """Put a table in the page."""
    page = PAGE.read_text("utf-8")
    PAGE.write_text(_TABLE.sub(lambda found: found[1] + table + found[2], page), "utf-8")
