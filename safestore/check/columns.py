"""Columns, as characters of the line: what mypy gives is something else where not all is ASCII."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from enum import Enum

from .finding import Finding, Place

__all__ = ["Columns", "in_characters"]


class Columns(Enum):
    """What the columns of mypy's nodes count."""

    BYTES = "bytes"
    """Of UTF-8, as Python's own parser."""
    CHARACTERS = "characters"
    TWICE = "twice"
    """What mypy 2.4 gives: characters, taken for bytes, and made characters once more."""


def in_characters(finding: Finding, line: Callable[[str, int], str], columns: Columns) -> Finding:
    """The same finding with columns that count characters; `line` gives the text of a line."""
    if columns is Columns.CHARACTERS:
        return finding
    notes = tuple(replace(note, place=_place(note.place, line, columns)) for note in finding.notes)
    return replace(finding, place=_place(finding.place, line, columns), notes=notes)


def _place(place: Place, line: Callable[[str, int], str], columns: Columns) -> Place:
    first, last = line(place.path, place.line), line(place.path, place.end_line)
    if first.isascii() and last.isascii():
        return place
    if columns is Columns.BYTES:
        begin = _from_bytes(first, place.column)
        end = _from_bytes(last, place.end_column)
    else:
        begin = _from_twice(first, place.column, _begins)
        end = _from_twice(last, place.end_column, _ends)
    return replace(place, column=begin, end_column=end)


def _from_bytes(text: str, column: int) -> int:
    before = text.encode("utf-8", "surrogatepass")[: column - 1]
    return len(before.decode("utf-8", "replace")) + 1


def _from_twice(text: str, column: int, fits: Callable[[str, int], bool]) -> int:
    """What was taken off is the number of bytes, up to the second one behind as many as there are
    characters, that only go on with one. Several columns may have given the same: then the first
    of them where a word could begin, or end."""
    going_on = [byte & 0xC0 == 0x80 for byte in text.encode("utf-8", "surrogatepass")]
    possible = [at for at in range(len(text) + 1) if at - sum(going_on[: at + 2]) == column - 1]
    fitting = (at for at in possible if fits(text, at))
    return next(fitting, possible[0] if possible else min(column - 1, len(text))) + 1


def _begins(text: str, at: int) -> bool:
    return _is_word(text[at : at + 1]) and not _is_word(text[:at][-1:])


def _ends(text: str, at: int) -> bool:
    before, behind = text[:at][-1:], text[at : at + 1]
    return bool(before.strip()) and not (_is_word(before) and _is_word(behind))


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"
