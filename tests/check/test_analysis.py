"""The rules together: their findings once and in order, and a rule that breaks."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from mypy.nodes import MypyFile

from safestore.check import analysis
from safestore.check.finding import Finding, Place
from safestore.check.program import Program

from .conftest import Check, Write

UNSAFE = """\
from safestore import Memory, Store
def f(store: Store, m: Memory) -> object:
    return m.data_ptr(store)
"""


def breaks(program: Program, tree: MypyFile) -> Iterator[Finding]:
    yield Finding(Place(tree.path, 1, 1, 1, 1), "safestore-leak", "found before")
    if tree.fullname == "app":
        raise LookupError("no such thing")


def test_a_rule_that_breaks_is_told_and_stops_nothing(
    check: Check, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(analysis, "RULES", [breaks, *analysis.RULES])
    write("app.py", UNSAFE)
    write("other.py", UNSAFE)
    said = check("--format", "json", "app.py", "other.py")
    assert said.status == 2
    assert [(each["path"], each["code"]) for each in json.loads(said.out)] == [
        ("app.py", "safestore-leak"),
        ("app.py", "safestore-unsafe"),
        ("other.py", "safestore-leak"),
        ("other.py", "safestore-unsafe"),
    ]
    assert "app.py: the rule in tests.check.test_analysis broke" in said.err
    assert "LookupError: no such thing, in breaks of " in said.err
    assert "please report it" in said.err


def test_a_rule_that_broke_is_in_sarif_a_notification(
    check: Check, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(analysis, "RULES", [breaks])
    write("app.py", "")
    (run,) = json.loads(check("--format", "sarif", "app.py").out)["runs"]
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    (told,) = invocation["toolExecutionNotifications"]
    assert "LookupError" in told["message"]["text"]
    assert [each["ruleId"] for each in run["results"]] == ["safestore-leak"]


def twice(program: Program, tree: MypyFile) -> Iterator[Finding]:
    for line in (2, 1, 2):
        yield Finding(Place(tree.path, line, 1, line, 2), "safestore-leak", "lost")


def test_findings_are_sorted_and_there_once(
    check: Check, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(analysis, "RULES", [twice])
    write("app.py", "a = 1\nb = 1\n")
    found = json.loads(check("--format", "json", "app.py").out)
    assert [each["line"] for each in found] == [1, 2]


def test_a_code_may_be_left_out(check: Check, write: Write) -> None:
    write("app.py", UNSAFE)
    write("pyproject.toml", "[tool.safestore]\ndisable = ['safestore-unsafe']\n")
    assert check("app.py").status == 0
