"""The Python programs in a Markdown page, and what the page says about each.

A program is a fence marked `python`. In front of it may stand

    <!-- raises: StoreBusyError -->     it ends with this exception
    <!-- own process -->                it needs an interpreter of its own
    <!-- checks: safestore-moved -->    `safestore check` reports it, on purpose

and behind it a fence marked `output`: what it prints, then the exception that it ends with, as a
traceback's last line shows it. Line breaks and indents do not count there, so that long messages
can be wrapped, and `...` stands for anything.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_BLOCK = re.compile(
    r"(?P<notes>(?:^<!-- [^\n]* -->\n)*)"
    r"^```python\n(?P<source>.*?)^```\n"
    r"(?:\n*^```output\n(?P<output>.*?)^```\n)?",
    re.MULTILINE | re.DOTALL,
)
_NOTE = re.compile(
    r"<!-- (?:raises: (?P<raises>\w+)|(?P<own>own process)|checks: (?P<checks>[\w, -]+)) -->"
)


@dataclass(frozen=True)
class Block:
    """One program; `line` is that of its first line in the page."""

    page: str
    line: int
    source: str
    raises: str | None
    own_process: bool
    output: str | None
    checks: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


def blocks(path: Path) -> list[Block]:
    """The programs of a page, in order. Raises ValueError for a comment that is none of ours."""
    text = path.read_text(encoding="utf-8")
    return [_block(path.name, text, match) for match in _BLOCK.finditer(text)]


def _block(page: str, text: str, match: re.Match[str]) -> Block:
    raises = None
    own_process = False
    checks: frozenset[str] = frozenset()
    for line in match["notes"].splitlines():
        note = _NOTE.fullmatch(line)
        if note is None:
            raise ValueError(f"{page}: {line} says nothing about a program")
        raises = note["raises"] or raises
        own_process = own_process or bool(note["own"])
        checks |= frozenset((note["checks"] or "").split(", ")) - {""}
    line = text.count("\n", 0, match.start("source")) + 1
    return Block(page, line, match["source"], raises, own_process, match["output"], checks)


def matches(expected: str, printed: str) -> bool:
    """Whether `printed` is what an output fence shows."""
    pieces = (re.escape(piece) for piece in " ".join(expected.split()).split("..."))
    return re.fullmatch(".*".join(pieces), " ".join(printed.split())) is not None
