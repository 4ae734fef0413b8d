"""Running the tests on a copy of the project, in a forked child.

Whatever the project and its tests import from outside is imported once, before the fork; the
project itself in the child.
"""

from __future__ import annotations

import faulthandler
import json
import os
import resource
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

# A test that takes longer hangs, or ends much later than it should: none takes more than a second.
LIMIT = 15.0

# What a mutant may take of memory: some of them fill it.
_MEMORY = 3 << 30

# What kills a mutant that no test can import.
NOT_COLLECTED = "the tests cannot be collected"

_OUTPUT = os.dup(1)
_log = 2

_OPTIONS = [
    *("-x", "-q", "--tb=native", "-p", "no:cacheprovider", "-p", "no:faulthandler"),
    # Plugins that were imported before the fork.
    *("-W", "ignore::pytest.PytestAssertRewriteWarning"),
]

_PROJECT = Path(__file__).parents[2]


class Copy:
    """The project in a directory of its own, where one file at a time is replaced."""

    def __init__(self, directory: Path) -> None:
        self.root = directory / "project"
        skipped = shutil.ignore_patterns(".*", "__pycache__", "build", "dist")
        shutil.copytree(_PROJECT, self.root, ignore=skipped)
        self._times = 0
        self._before: dict[Path, tuple[bytes, float]] = {}

    def replace(self, file: Path, code: str) -> None:
        """Put `code` in the place of a file, given as relative to the project."""
        path = self.root / file
        self._before[file] = path.read_bytes(), path.stat().st_mtime
        path.write_text(code, encoding="utf-8")
        # What was compiled before is told by the time: never the same twice, to the second.
        self._times += 1
        os.utime(path, (self._times, self._times))

    def restore(self, file: Path) -> None:
        """Put the file back as it was."""
        path = self.root / file
        code, when = self._before.pop(file)
        path.write_bytes(code)
        os.utime(path, (when, when))


class Tests:
    """A pytest plugin: chooses the tests, in which order, and tells how each went.

    Writes lines of JSON: `[event, test, seconds]`. A test that hangs ends the process.
    """

    def __init__(self, events: Path, chosen: Collection[str] | None, first: list[str]) -> None:
        self.note(events)
        self._chosen = chosen
        self._rank = {test: rank for rank, test in enumerate(first)}
        self.context: Callable[[str], object] = lambda test: None
        self.failed = False

    def note(self, events: Path) -> None:
        """Write to this file from now on."""
        # No file object: what the tests collect would warn of the one before.
        self._events = os.open(events, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)

    def tell(self, event: str, test: str, seconds: float = 0.0) -> None:
        """Write a line."""
        os.write(self._events, f"{json.dumps([event, test, seconds])}\n".encode())

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, config: Any, items: list[Any]) -> None:
        if self._chosen is not None:
            items[:] = [item for item in items if item.nodeid in self._chosen]
        items.sort(key=lambda item: self._rank.get(item.nodeid, len(self._rank)))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: Any) -> Iterator[None]:
        watch()
        self.tell("began", item.nodeid)
        self.context(item.nodeid)
        began = time.perf_counter()
        answer = yield
        self.context("")
        self.tell("ended", item.nodeid, time.perf_counter() - began)
        return answer

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.failed:
            self.failed = True
            os.write(_log, f"\n{report.longreprtext}\n".encode())
            self.tell("failed", report.nodeid)


def watch() -> None:
    """From now, `LIMIT` seconds; after them the stacks of all threads are written."""
    faulthandler.dump_traceback_later(LIMIT, exit=True, file=_log)


def run(
    copy: Copy,
    tests: list[str],
    told: Path,
    chosen: Collection[str] | None = None,
    first: list[str] | None = None,
    around: Callable[[Tests, Callable[..., int]], int] = lambda _, action: action(),
    compiled: bool = False,
) -> int:
    """Run these tests on the copy in a child until one fails; its exit status, as of a shell.

    `chosen` leaves all others out, `first` come first. `around` is called in the child, with what
    runs pytest, and takes more plugins. With `compiled` compiled files are kept for later children.
    """

    def action() -> int:
        _settle(copy, told.with_suffix(".log"), compiled)
        plugin = Tests(told, chosen, first or [])
        watch()
        return around(plugin, lambda *more: pytest.main([*_OPTIONS, *tests], [plugin, *more]))

    return in_child(action)


def say(line: str) -> None:
    """Print from wherever: children write to logs."""
    os.write(_OUTPUT, f"{line}\n".encode())


def in_child(action: Callable[[], int]) -> int:
    """Do this in a forked child, whose exit status it gives; the status, as of a shell."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.setsid()
            status = action()
        except BaseException:
            traceback.print_exc()
        finally:
            with suppress(Exception):
                sys.stdout.flush()
                sys.stderr.flush()
            os._exit(status)
    _, status = os.waitpid(child, 0)
    with suppress(ProcessLookupError):
        # What it left running.
        os.killpg(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(status)


def _settle(copy: Copy, log: Path, compiled: bool) -> None:
    global _log
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    # Not 2, which pytest captures.
    _log = output
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.chdir(copy.root)
    sys.path.insert(0, str(copy.root))
    os.environ["PYTHONPATH"] = str(copy.root)
    sys.dont_write_bytecode = not compiled
    if not compiled:
        os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, _MEMORY))
    for name in [name for name in sys.modules if name.split(".")[0] == "tests"]:
        del sys.modules[name]


def verdict(status: int, told: Path) -> tuple[str, str]:
    """What a run says of a mutant, and the test that said so."""
    happened = events(told)
    failed = [test for event, test, _ in happened if event == "failed"]
    if status == 0:
        return "survived", ""
    if failed:
        return "killed", failed[0]
    if status < 0:
        return "killed", f"signal {-status} in {happened[-1][1] if happened else 'an import'}"
    if happened and happened[-1][0] == "began":
        return "hung", happened[-1][1]
    return "killed", NOT_COLLECTED


def events(told: Path) -> list[tuple[str, str, float]]:
    """What a run wrote."""
    if not told.exists():
        return []
    return [tuple(json.loads(line)) for line in told.read_text("utf-8").splitlines()]
