"""One run of the suite, on raw wasmtime or on safestore: what became of each test."""

from __future__ import annotations

import os
import subprocess
import tempfile
import xml.etree.ElementTree as ElementTree
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from .sdist import lay_out

# How each side is started; what follows are pytest's or the program's arguments.
LAUNCHERS = {"raw": ["-m"], "safestore": ["-m", "safestore", "run", "-m"]}
PYTEST = ["pytest", "--doctest-modules", "-p", "no:cacheprovider", "-q"]
TIMEOUT = 600.0

# Says whose classes a program gets: the proof that a run was on the side that it claims.
WHOSE = "import wasmtime\nprint(wasmtime.Store.__module__.partition('.')[0])\n"


@dataclass(frozen=True)
class Run:
    """The results of one side. A test is `passed`, `failed`, `error` or `skipped`."""

    results: dict[str, str]
    reasons: dict[str, str]
    returncode: int
    output: str
    # The package that defines the `Store` which the suite got: "wasmtime" or "safestore"; or what
    # went wrong on the way to it.
    served_by: str

    @property
    def finished(self) -> bool:
        """Whether pytest came to its end: 0 or 1 is its verdict, all else is a breakdown."""
        return self.returncode in (0, 1)

    def counts(self) -> Counter[str]:
        return Counter(self.results.values())


def run_both(python: Path, unpacked: Path) -> tuple[Run, Run]:
    """Run the suite of this source distribution on raw and on safestore, in the same directory."""
    with tempfile.TemporaryDirectory(prefix="safestore-upstream-") as folder:
        lay_out(unpacked, Path(folder))
        return run("raw", python, Path(folder)), run("safestore", python, Path(folder))


def run(side: str, python: Path, directory: Path) -> Run:
    """Run the suite in `directory` with this interpreter; `side` is a key of LAUNCHERS."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        done = _start([str(python), *LAUNCHERS[side], *PYTEST, f"--junit-xml={report}"], directory)
        results, reasons = _read(report) if report.exists() else ({}, {})
        probe = Path(folder) / "whose.py"
        probe.write_text(WHOSE, encoding="utf-8")
        whose = _start([str(python), *LAUNCHERS[side][:-1], str(probe)], directory)
    for name, wrong in _run_examples(side, python, directory).items():
        results[name] = "failed" if wrong else "passed"
        reasons[name] = wrong
    output = (done.stdout + done.stderr)[-3000:]
    served_by = whose.stdout.strip() or whose.stderr[-1000:].strip()
    return Run(results, reasons, done.returncode, output, served_by)


def _run_examples(side: str, python: Path, directory: Path) -> dict[str, str]:
    """Run the example programs; the last line of what went wrong, or "", for each."""
    found = {}
    # Examples are programs, so they are started as such: `python X`, `safestore run X`.
    launcher = LAUNCHERS[side][:-1]
    for example in sorted((directory / "examples").glob("*.py")):
        name = f"examples/{example.name}"
        done = _start([str(python), *launcher, name], directory)
        wrong = done.stderr.strip().splitlines() or [f"exit status {done.returncode}"]
        found[name] = wrong[-1] if done.returncode else ""
    return found


def _start(command: list[str], directory: Path) -> subprocess.CompletedProcess[str]:
    # Neither this checkout's packages nor a surrounding run's settings may reach the suite.
    dropped = ("PYTHONPATH", "PYTEST_", "SAFESTORE")
    environment = {k: v for k, v in os.environ.items() if not k.startswith(dropped)}
    environment["PYTHONDONTWRITEBYTECODE"] = "1"
    return subprocess.run(
        command,
        cwd=directory,
        env=environment,
        capture_output=True,
        text=True,
        timeout=TIMEOUT,
        check=False,
    )


def _read(report: Path) -> tuple[dict[str, str], dict[str, str]]:
    results, reasons = {}, {}
    for case in ElementTree.parse(report).iter("testcase"):
        name = f"{case.get('classname')}::{case.get('name')}"
        results[name], reasons[name] = "passed", ""
        for verdict, tag in (("failed", "failure"), ("error", "error"), ("skipped", "skipped")):
            found = case.find(tag)
            if found is not None:
                results[name] = verdict
                reasons[name] = (found.get("message") or "").partition("\n")[0]
    return results, reasons
