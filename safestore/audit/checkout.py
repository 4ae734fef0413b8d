"""Where the source is: the directory whose `pyproject.toml` describes this package."""

from __future__ import annotations

import re
from pathlib import Path

__all__ = ["find", "is_checkout"]

_SECTION = re.compile(r"\s*\[(?P<name>[^\[\]]+)\]\s*(#.*)?")
_NAME = re.compile(r"""\s*name\s*=\s*["']safestore["']\s*(#.*)?""")


def find(start: Path) -> Path | None:
    """The nearest checkout at `start` or above it, or None."""
    start = start.resolve()
    return next((place for place in (start, *start.parents) if is_checkout(place)), None)


def is_checkout(directory: Path) -> bool:
    """Whether the directory holds the `pyproject.toml` of safestore."""
    try:
        text = (directory / "pyproject.toml").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return False
    # Python 3.10 has no tomllib, and two lines of one file are no reason for a dependency.
    section = ""
    for line in text.splitlines():
        header = _SECTION.fullmatch(line)
        if header:
            section = header["name"].strip()
        elif section == "project" and _NAME.fullmatch(line):
            return True
    return False
