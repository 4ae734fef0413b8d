"""What the tests do on the project as it is: how long each takes, and which lines it runs."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from .trial import Copy, Tests, events, run

OWNERSHIP = Path("safestore/ownership")


class Baseline(NamedTuple):
    """`seconds` of each test; and by file and line the tests that run it, "" for the import."""

    seconds: dict[str, float]
    lines: dict[str, dict[int, list[str]]]

    def order(self, file: str, line: int) -> list[str]:
        """The tests that run a line, the quick ones first."""
        tests = [test for test in self._of(file, line) if test]
        return sorted(tests, key=lambda test: self.seconds.get(test, 0))

    def imported(self, file: str, line: int) -> bool:
        """Whether a line is run while the project is imported, as far as is known."""
        tests = self._of(file, line)
        return not tests or "" in tests

    def _of(self, file: str, line: int) -> list[str]:
        # A statement of many lines counts for its first.
        lines = self.lines.get(file, {})
        return next((lines[each] for each in range(line, 0, -1) if each in lines), [])


class TestsFail(Exception):
    """The tests fail on the project as it is."""


def measure(copy: Copy, tests: list[str], directory: Path) -> Baseline:
    """Run the tests twice, the second time under coverage. Raises TestsFail with the log."""
    told = directory / "baseline"
    if run(copy, tests, told, compiled=True):
        raise TestsFail(told.with_suffix(".log").read_text("utf-8"))
    seconds = {test: took for event, test, took in events(told) if event == "ended"}
    if run(copy, tests, told, around=partial(_covered, copy, directory / "lines.json")):
        raise TestsFail(told.with_suffix(".log").read_text("utf-8"))
    found = json.loads((directory / "lines.json").read_text("utf-8"))
    lines = {file: {int(line): tests for line, tests in of.items()} for file, of in found.items()}
    return Baseline(seconds, lines)


def _covered(copy: Copy, data: Path, plugin: Tests, action: Callable[..., int]) -> int:
    import coverage

    measured = coverage.Coverage(data_file=None, source=[str(copy.root / OWNERSHIP)])
    plugin.context = measured.switch_context
    measured.start()
    try:
        return action()
    finally:
        measured.stop()
        lines = measured.get_data()
        found = {Path(file).name: lines.contexts_by_lineno(file) for file in lines.measured_files()}
        data.write_text(json.dumps(found), "utf-8")
