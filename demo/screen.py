"""How the demo is shown: plain text in 80 columns, in colour on a terminal that wants it."""

from __future__ import annotations

import os
import re
import sys
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass

WIDTH = 80
COLUMNS = (34, 21, 25)
LABEL = 20


@dataclass(frozen=True)
class Row:
    """One line of the closing table: what was claimed, what each side did, and whether it held."""

    what: str
    raw: str
    safe: str
    holds: bool = True


def wants_colour() -> bool:
    """Whether standard output is a terminal, and nobody asked for no colour (no-color.org)."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return sys.stdout.isatty() and not plain


class Screen:
    """Writes to standard output."""

    def __init__(self, colour: bool) -> None:
        self._colour = colour

    def bold(self, text: str) -> str:
        return self._paint("1", text)

    def dim(self, text: str) -> str:
        return self._paint("2", text)

    def bad(self, text: str) -> str:
        return self._paint("31", text)

    def good(self, text: str) -> str:
        return self._paint("32", text)

    def line(self, text: str = "") -> None:
        # At once: what dies next may take what was buffered with it.
        print(text, flush=True)

    def heading(self, text: str) -> None:
        self.line()
        self.line(self.bold(text))
        self.line(self.bold("=" * len(text)))

    def paragraph(self, text: str) -> None:
        self.line()
        self.line(textwrap.fill(text, WIDTH))

    def code(self, source: str, start: int) -> None:
        """A program from line `start` on, with the line numbers that messages refer to."""
        self.line()
        lines = source.splitlines()
        for number in range(start, len(lines) + 1):
            line = lines[number - 1]
            self.line(self.dim(f"{number:4} |") + (f" {line}" if line else ""))

    def command(self, command: str, verdict: str, detail: str) -> None:
        """A command, the verdict that the caller painted, and what else it said."""
        self.line()
        self.line(f"  $ {command}")
        self.line(f"    {verdict}")
        self._wrapped(detail, indent=4)

    def finding(self, label: str, text: str) -> None:
        """A label, and beside it the text, of one or more lines."""
        first, _, more = text.partition("\n")
        self.line(f"  {label:<{LABEL - 2}}{first}")
        self._wrapped(more, indent=LABEL)

    def table(self, rows: Iterable[Row]) -> None:
        self.line()
        self.line(self.bold("".join(_cells("what", "raw wasmtime", "safestore")).rstrip()))
        self.line("-" * WIDTH)
        for row in rows:
            what, raw, safe = _cells(row.what, row.raw, row.safe)
            lost = re.match(r"killed|hung|wrong", row.raw)
            safe = safe.rstrip()
            self.line(
                what
                + (self.bad(raw) if lost else raw)
                + (self.good(safe) if row.holds else self.bad(safe))
            )
        self.line("-" * WIDTH)

    def _wrapped(self, text: str, indent: int) -> None:
        for paragraph in text.splitlines():
            for line in textwrap.wrap(paragraph, WIDTH - indent, break_on_hyphens=False):
                self.line(" " * indent + line)

    def _paint(self, code: str, text: str) -> str:
        return f"\033[{code}m{text}\033[0m" if self._colour else text


def _cells(*texts: str) -> list[str]:
    return [text.ljust(width) for text, width in zip(texts, COLUMNS, strict=True)]
