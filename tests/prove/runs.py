"""Runs programs in a tree, each in a process group of its own that is gone afterwards."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

__all__ = ["Kind", "Run", "program", "tests"]

Kind = Literal["passed", "failed", "crashed", "hung", "broken"]

# What pytest exits with; any other status is about the run and not about the tests.
_PASSED, _FAILED = 0, 1


@dataclass(frozen=True)
class Run:
    """How a run ended; `noticed` are the tests that failed, or the one that was running at a crash.

    `broken` is a run that says nothing: the tests could not be collected, or were not there.
    """

    kind: Kind
    noticed: tuple[str, ...] = ()
    reason: str = ""
    output: str = field(default="", repr=False)


def tests(tree: Path, nodes: Sequence[str], seconds: float, first: bool) -> Run:
    """Runs these tests in the tree, up to the `first` failure if so."""
    with tempfile.TemporaryDirectory() as place:
        notes = Path(place, "notes")
        command = ["-m", "pytest", "-q", "--tb=short", "-p", "no:cacheprovider"]
        command += ["-p", "tests.prove.witness", "--witness", str(notes), *(["-x"] * first)]
        status, output = _run(tree, [*command, *nodes], seconds)
        told = notes.read_text(encoding="utf-8").splitlines() if notes.exists() else []
    events: list[list[str]] = [json.loads(line) for line in told]
    failed = {node: reason for what, node, reason in events if what == "failed"}
    if status == _PASSED:
        return Run("passed")
    if status == _FAILED and failed:
        return Run("failed", tuple(failed), next(iter(failed.values())), output)
    running = tuple(node for what, node, _ in events[-1:] if what == "began")
    if status is None and events:
        return Run("hung", running or tuple(failed), f"after {seconds:.0f} s", output)
    if status is not None and status < 0 and events:
        return Run("crashed", running or tuple(failed), signal.Signals(-status).name, output)
    reason = "no test began in time" if status is None else f"pytest exits with {status}"
    return Run("broken", reason=reason, output=output)


def program(tree: Path, path: str, seconds: float) -> Run:
    """Runs a program of the tree: whether it ends well."""
    status, output = _run(tree, [path], seconds)
    if status == 0:
        return Run("passed")
    reason = "it hangs" if status is None else (output.strip().splitlines() or [str(status)])[-1]
    return Run("broken", reason=reason, output=output)


def _run(tree: Path, arguments: Sequence[str], seconds: float) -> tuple[int | None, str]:
    """The exit status, None when it had to be ended, and what it printed."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTEST_", "SAFESTORE"))
    }
    # For its children too, whose first path is not the current directory.
    environment["PYTHONPATH"] = str(tree)
    with (
        tempfile.TemporaryFile() as printed,
        subprocess.Popen(
            [sys.executable, *arguments],
            cwd=tree,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=printed,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        ) as process,
    ):
        status: int | None
        try:
            status = process.wait(seconds)
        except subprocess.TimeoutExpired:
            status = None
        finally:
            # Whoever it has started and left behind.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        printed.seek(0)
        return status, printed.read().decode("utf-8", "replace")
