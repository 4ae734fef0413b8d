"""A pytest plugin that writes down, line by line, which test began and which failed, and why.

A file and not the report at the end, since a process without its guard may not live to see one.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

_notes: Path | None = None


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--witness FILE`: where to."""
    parser.addoption("--witness", type=Path)


def pytest_configure(config: pytest.Config) -> None:
    """Begins."""
    global _notes
    _notes = config.getoption("--witness")


def pytest_runtest_logstart(nodeid: str) -> None:
    """A test begins."""
    _note("began", nodeid, "")


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """A test's set-up, body or end is over."""
    if report.failed:
        crash = getattr(report.longrepr, "reprcrash", None)
        reason = str(report.longrepr) if crash is None else crash.message
        _note("failed", report.nodeid, reason.strip().partition("\n")[0])


def _note(what: str, nodeid: str, reason: str) -> None:
    if _notes is not None:
        with _notes.open("a", encoding="utf-8") as file:
            file.write(json.dumps([what, nodeid, reason]) + "\n")
