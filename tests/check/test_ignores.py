"""`# type: ignore` comments: which lines they are about, and which do nothing."""

from __future__ import annotations

import pytest

from .conftest import Check, Write

PRELUDE = """\
from safestore import Memory, Store
def f(store: Store, m: Memory) -> object:
"""


def lines(out: str) -> list[str]:
    """`line code` of each finding of a text report."""
    found = [line for line in out.splitlines() if ": error: " in line]
    return [f"{line.split(':')[1]} {line.rpartition('[safestore-')[2][:-1]}" for line in found]


@pytest.mark.parametrize(
    ("body", "left"),
    [
        ("return m.data_ptr(store)", ["3 unsafe"]),
        ("return m.data_ptr(store)  # type: ignore", []),
        ("return m.data_ptr(store)  # type: ignore[safestore-unsafe]", []),
        ("return m.data_ptr(store)  # type: ignore[misc, safestore-unsafe]", []),
        ("return m.data_ptr(store)  # type: ignore[safestore-moved]", ["3 unsafe"]),
        ("return m.data_ptr(store)  # type: ignore[misc]", ["3 unsafe"]),
        # The first line of a statement is about all of it, any other about itself.
        ("return (  # type: ignore[safestore-unsafe]\n 1,\n m.data_ptr(store))", []),
        ("return (\n 1,  # type: ignore[safestore-unsafe]\n m.data_ptr(store))", ["5 unsafe"]),
        ("return (\n 1,\n m.data_ptr(store))  # type: ignore[safestore-unsafe]", []),
        ("return [m\n .data_ptr  # type: ignore[safestore-unsafe]\n (store)]", []),
        # Of a statement with a body, the head is.
        (
            "if [  # type: ignore[safestore-unsafe]\n  m.data_ptr(store)]:\n"
            "  return m.data_ptr(store)\n return 1",
            ["5 unsafe"],
        ),
        (
            "try:  # type: ignore[safestore-unsafe]\n  return m.data_ptr(store)\n finally:\n  pass",
            ["4 unsafe"],
        ),
        (
            "def g(  # type: ignore[safestore-unsafe]\n  a: object = m.data_ptr(store),\n"
            " ) -> object:\n  return m.data_ptr(store)\n return g()",
            ["6 unsafe"],
        ),
    ],
)
def test_what_a_comment_is_about(check: Check, write: Write, body: str, left: list[str]) -> None:
    write("app.py", f"{PRELUDE} {body}\n")
    said = check("app.py")
    assert lines(said.out) == left
    assert said.status == (1 if left else 0)


def test_one_at_the_top_silences_the_file(check: Check, write: Write) -> None:
    write("app.py", f"# type: ignore\n{PRELUDE} return m.data_ptr(store)\n")
    assert check("app.py", "--warn-unused-ignores").status == 0


def test_mypys_own_silence_is_about_mypy(check: Check, write: Write) -> None:
    write("app.py", f"# mypy: ignore-errors\n{PRELUDE} return m.data_ptr(store)\n")
    write("other.py", "x = 1\n")
    assert lines(check("app.py").out) == ["4 unsafe"]
    assert lines(check("app.py", "other.py").out) == ["4 unsafe"]


UNUSED = """\
from safestore import Memory, Store
def f(store: Store, m: Memory) -> object:
    a = 1  # type: ignore
    b = 1  # type: ignore[safestore-unsafe]
    c = 1  # type: ignore[misc]
    d = 1  # type: ignore[safestore-unsafe, unused-ignore]
    e = m.data_ptr(store)  # type: ignore[safestore-unsafe]
    g = m.data_ptr(store)  # type: ignore[safestore-unsafe, safestore-moved]
    return a, b, c, d, e, g
if __import__("sys").version_info < (3,):
    pass
import sys
if sys.version_info < (3,):
    h = 1  # type: ignore[safestore-unsafe]
"""


def test_comments_that_nothing_needs_are_told_when_asked_for(check: Check, write: Write) -> None:
    write("app.py", UNUSED)
    assert check("app.py").status == 0
    said = check("app.py", "--warn-unused-ignores")
    assert lines(said.out) == ["4 unused-ignore", "8 unused-ignore"]
    assert "nothing here needs `# type: ignore[safestore-moved]`" in said.out
    write("pyproject.toml", "[tool.safestore]\nwarn_unused_ignores = true\n")
    assert check("app.py").out == said.out
