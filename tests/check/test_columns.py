"""Columns count characters, whatever mypy counts."""

from __future__ import annotations

import json

import pytest

from safestore.check.columns import Columns, in_characters
from safestore.check.finding import Finding, Note, Place

from .conftest import Check, Write

# Where `foo()` begins and ends, in bytes and as mypy 2.4 has it.
CASES = [
    ("foo()", (1, 6), (1, 6)),
    ('"é"; foo()', (7, 12), (5, 10)),
    ('"éé"; foo()', (9, 14), (5, 10)),
    ('"€€"; foo()', (11, 16), (3, 8)),
    ('"𝄞𝄞"; foo()', (13, 18), (2, 6)),
    ('"é€𝄞"; foo()', (14, 19), (3, 7)),
    ('x="é€𝄞", foo()', (16, 21), (5, 9)),
    ("é=1; é=2; foo()", (13, 18), (9, 14)),
    ('"日本語日本語"; foo()', (23, 28), (4, 6)),
]


@pytest.mark.parametrize(("line", "in_bytes", "twice"), CASES)
@pytest.mark.parametrize("columns", [Columns.BYTES, Columns.TWICE])
def test_a_column_is_that_of_its_character(
    line: str, in_bytes: tuple[int, int], twice: tuple[int, int], columns: Columns
) -> None:
    begin, end = in_bytes if columns is Columns.BYTES else twice
    place = Place("app.py", 1, begin, 1, end)
    finding = Finding(place, "safestore-leak", "lost", (Note(place, "made here"),))
    mended = in_characters(finding, lambda *_: line, columns)
    assert line[mended.place.column - 1 : mended.place.end_column - 1] == "foo()"
    assert mended.notes[0].place == mended.place


def test_columns_that_are_right_are_left_alone() -> None:
    finding = Finding(Place("app.py", 1, 3, 1, 4), "safestore-leak", "lost")
    assert in_characters(finding, lambda *_: "éé", Columns.CHARACTERS) is finding


@pytest.mark.parametrize("columns", [Columns.BYTES, Columns.TWICE])
def test_columns_behind_the_end_are_at_the_end(columns: Columns) -> None:
    finding = Finding(Place("app.py", 1, 90, 2, 95), "safestore-leak", "lost")
    mended = in_characters(finding, lambda path, line: "é" * line, columns)
    assert mended.place == Place("app.py", 1, 2, 2, 3)


def test_the_installed_mypy(check: Check, write: Write) -> None:
    line = '    x = "é€𝄞", store.ptr(), "é"'
    write("app.py", f"import safestore\ndef f(store: safestore.Store) -> None:\n{line}\n")
    (found,) = json.loads(check("--format", "json", "app.py").out)
    assert line[found["column"] - 1 : found["end_column"] - 1] == "store.ptr"
