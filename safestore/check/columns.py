"""Columns, as characters of the line: what mypy gives is something else where not all is ASCII.

Python's parser counts bytes of UTF-8. mypy's newer one, from 2.4 on, takes twice as much off as
would make characters of them: what it gives is short by the bytes that it should have dropped.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from .finding import Finding, Place

__all__ = ["in_characters"]


def in_characters(finding: Finding, line: Callable[[str, int], str], native: bool) -> Finding:
    """The same finding with columns that count characters; `line` gives the text of a line."""
    notes = tuple(replace(note, place=_place(note.place, line, native)) for note in finding.notes)
    return replace(finding, place=_place(finding.place, line, native), notes=notes)


def _place(place: Place, line: Callable[[str, int], str], native: bool) -> Place:
    begin, end = line(place.path, place.line), line(place.path, place.end_line)
    if begin.isascii() and end.isascii():
        return place
    return replace(
        place,
        column=_column(begin, place.column, native),
        end_column=_column(end, place.end_column, native),
    )


def _column(text: str, given: int, native: bool) -> int:
    """The column, from 1, of the character that mypy has at `given`."""
    passed = 1
    for column, character in enumerate(text, start=1):
        if passed >= given:
            return column
        size = len(character.encode("utf-8", "surrogatepass"))
        passed += 2 - size if native else size
    return max(len(text) + 1, 1) if passed <= given else given
