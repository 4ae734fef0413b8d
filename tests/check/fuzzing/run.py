"""Reads programs with mypy and runs each rule over each module, with a limit of time."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import FrameType

from safestore.check.analysis import RULES
from safestore.check.build import build
from safestore.check.failure import CannotCheck
from safestore.check.settings import Settings

from ..projects import ROOT

# What one rule may take for one module, in seconds, and mypy and all rules for a batch.
LIMIT = 20
BATCH_LIMIT = 900


class TooLong(BaseException):
    """A rule took longer than it may. No rule can catch it for an error of its own."""


@dataclass
class Report:
    """What became of some programs."""

    modules: int = 0
    lines: int = 0
    findings: int = 0
    seconds: float = 0.0
    # Which module and rule, and the traceback: what must not be.
    broken: dict[str, str] = field(default_factory=dict)
    # What mypy itself refuses or breaks on.
    refused: dict[str, str] = field(default_factory=dict)
    slowest: tuple[float, str] = (0.0, "")

    def add(self, other: Report) -> None:
        self.modules += other.modules
        self.lines += other.lines
        self.findings += other.findings
        self.seconds += other.seconds
        self.broken |= other.broken
        self.refused |= other.refused
        self.slowest = max(self.slowest, (other.slowest[0], other.slowest[1]))


def run(programs: dict[str, str]) -> Report:
    """Look at programs, by their paths, as one package in a process of its own.

    A batch that brings mypy down is looked at in halves, down to the program that does it.
    """
    with tempfile.TemporaryDirectory(prefix="safestore-fuzz-") as folder:
        _write(Path(folder), programs)
        outcome = _in_a_process(Path(folder))
    if isinstance(outcome, Report):
        outcome.lines = sum(text.count("\n") for text in programs.values())
        return outcome
    names = sorted(programs)
    if len(names) == 1:
        if "/safestore/check/" in outcome or "safestore.check" in outcome:
            return Report(broken={names[0]: outcome})
        return Report(refused={names[0]: outcome[-300:]})
    named = {name for name in names if f"input/{name}" in outcome}
    if 0 < len(named) < len(names):
        parts = [sorted(named), [name for name in names if name not in named]]
    else:
        parts = [names[: len(names) // 2], names[len(names) // 2 :]]
    report = Report()
    for part in parts:
        report.add(run({name: programs[name] for name in part}))
    return report


def _write(folder: Path, programs: dict[str, str]) -> None:
    (folder / "mypy.ini").write_text("[mypy]\n", encoding="utf-8")
    for name, text in programs.items():
        file = folder / "input" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        for parent in file.relative_to(folder).parents:
            if parent != Path("."):
                (folder / parent / "__init__.py").touch()


def _in_a_process(folder: Path) -> Report | str:
    """The report, or what the process wrote when it came to no end."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "tests.check.fuzzing.run", str(folder)],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT), "MYPY_CACHE_DIR": str(_cache())},
            capture_output=True,
            text=True,
            timeout=BATCH_LIMIT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"took more than {BATCH_LIMIT} seconds"
    if done.returncode != 0:
        return f"exit status {done.returncode}: {done.stdout}{done.stderr}"
    kept = json.loads(done.stdout)
    return Report(**{**kept, "slowest": tuple(kept["slowest"])})


def _cache() -> Path:
    folder = ROOT / ".cache" / "check" / "fuzzing"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _main(folder: str) -> int:
    report = Report()
    try:
        for built in build([folder], Settings(), io.StringIO()):
            for module in built.modules:
                if module in built.program.modules:
                    report.modules += 1
                    tree = built.program.modules[module]
                    for rule in RULES:
                        name = f"{module.removeprefix('input.')}: {rule.__name__}"
                        begun = time.perf_counter()
                        try:
                            with _limited(LIMIT):
                                report.findings += len(list(rule(built.program, tree)))
                        except TooLong:
                            report.broken[name] = f"more than {LIMIT} s\n{traceback.format_exc()}"
                        except Exception:
                            report.broken[name] = traceback.format_exc()
                        taken = time.perf_counter() - begun
                        report.seconds += taken
                        report.slowest = max(report.slowest, (taken, name))
    except CannotCheck as error:
        print(error)
        return 1
    print(json.dumps(asdict(report)))
    return 0


@contextmanager
def _limited(seconds: float) -> Iterator[None]:
    def strike(number: int, frame: FrameType | None) -> None:
        raise TooLong

    old = signal.signal(signal.SIGALRM, strike)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, old)


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1]))
