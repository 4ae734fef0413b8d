"""Test node ids, resolved in the syntax tree."""

from __future__ import annotations

from pathlib import Path

import pytest

from safestore.audit.nodes import NodeIndex
from tests.audit import planted

SOURCE = """
import sys, unittest
import pytest

@pytest.mark.parametrize("n", [1, 2])
def test_plain(n): pass

async def test_async(): pass

if sys.platform == "linux":
    def test_linux(): pass
else:
    def test_other(): pass

@pytest.mark.skipif(sys.platform == "win32", reason="no fork")
def test_sometimes(): pass

@pytest.mark.skip(reason="later")
def test_skipped(): pass

@pytest.mark.xfail
def test_expected_to_fail(): pass

def test_outer():
    def test_inner(): pass

def helper(): pass

class TestGroup:
    def test_method(self): pass
    def helper(self): pass

class Group:
    def test_method(self): pass

class Machine(unittest.TestCase):
    def test_method(self): pass

@pytest.mark.skip
class TestSkipped:
    def test_method(self): pass
"""


@pytest.fixture
def index(tmp_path: Path) -> NodeIndex:
    planted.write(tmp_path, "tests/a/test_a.py", SOURCE)
    planted.write(tmp_path, "tests/a/programs.py", SOURCE)
    planted.write(tmp_path, "tests/test_broken.py", "def test_one(:\n")
    return NodeIndex(tmp_path)


@pytest.mark.parametrize(
    "name",
    [
        "test_plain",
        "test_async",
        "test_linux",
        "test_other",
        "test_sometimes",
        "TestGroup::test_method",
        "Machine::test_method",
    ],
)
def test_what_pytest_collects_is_a_test(index: NodeIndex, name: str) -> None:
    assert index.missing(f"tests/a/test_a.py::{name}") is None


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("test_nothing", "tests/a/test_a.py has no test_nothing"),
        ("test_inner", "tests/a/test_a.py has no test_inner"),
        ("test_method", "tests/a/test_a.py has no test_method"),
        ("helper", "pytest does not collect helper"),
        ("TestGroup", "TestGroup is a class"),
        ("test_plain::test_inner", "test_plain is not a class"),
        ("TestGroup::test_nothing", "TestGroup has no test_nothing"),
        ("TestGroup::helper", "pytest does not collect helper"),
        ("Group::test_method", "pytest does not collect Group"),
        ("test_skipped", "test_skipped is skipped or expected to fail"),
        ("test_expected_to_fail", "test_expected_to_fail is skipped or expected to fail"),
        ("TestSkipped::test_method", "TestSkipped is skipped or expected to fail"),
    ],
)
def test_what_pytest_would_not_run_is_none(index: NodeIndex, name: str, reason: str) -> None:
    assert index.missing(f"tests/a/test_a.py::{name}") == reason


def test_a_missing_file_is_named(index: NodeIndex) -> None:
    assert index.missing("tests/test_b.py::test_one") == "there is no file tests/test_b.py"


def test_a_file_that_pytest_does_not_collect_is_named(index: NodeIndex) -> None:
    assert index.missing("tests/a/programs.py::test_plain") == "pytest does not collect programs.py"


def test_a_file_that_cannot_be_parsed_is_named(index: NodeIndex) -> None:
    reason = index.missing("tests/test_broken.py::test_one")
    assert reason is not None
    assert reason.startswith("tests/test_broken.py cannot be parsed: ")


def test_nothing_is_imported(tmp_path: Path) -> None:
    planted.write(tmp_path, "tests/test_a.py", "raise SystemExit\ndef test_one(): pass\n")
    assert NodeIndex(tmp_path).missing("tests/test_a.py::test_one") is None
