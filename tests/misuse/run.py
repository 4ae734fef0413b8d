"""Runs one program in a process of its own and says how it ended."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from safestore.launch.children import environment

Kind = Literal["crashed", "hung", "wrong", "raised", "fine"]
SEVERITY: tuple[Kind, ...] = ("crashed", "hung", "wrong", "raised", "fine")

Side = Literal["raw", "safestore"]

TIMEOUT = 20.0  # seconds; a healthy program takes a tenth of one, the longest race some five


@dataclass(frozen=True)
class Outcome:
    """How a program ended; `detail` is a signal, an exception's class, or what was wrong."""

    kind: Kind
    detail: str = ""
    stderr: str = ""

    def __str__(self) -> str:
        """For example `crashed (SIGSEGV)`, `raised TypeError`, `hung`, `fine`."""
        if self.kind == "raised":
            return f"raised {self.detail}"
        return f"{self.kind} ({self.detail})" if self.detail else self.kind


def run(program: Path, side: Side = "raw", timeout: float = TIMEOUT) -> Outcome:
    """Runs the program with plain wasmtime, or with safestore in its place."""
    variables = _environment()
    if side == "safestore":
        # As the children of `safestore run` are started: half the start-up of the command itself,
        # which tests/launch compares with plain Python.
        variables = environment(variables, "exclusive")
    with subprocess.Popen(
        [sys.executable, str(program)],
        env=variables,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as process:
        try:
            stdout, stderr = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            _, stderr = process.communicate()
            return Outcome("hung", stderr=stderr)
    return _classify(process.returncode, stdout, stderr)


def worst(outcomes: list[Outcome]) -> Outcome:
    """The most harmful outcome of several runs of a race."""
    return min(outcomes, key=lambda outcome: SEVERITY.index(outcome.kind))


def _environment() -> dict[str, str]:
    # A fault handler in the child would change what a crash does; a hook left by an outer
    # `safestore run` would turn the raw twin into a guarded one.
    dropped = ("PYTHONFAULTHANDLER", "PYTHONDEVMODE", "RUST_BACKTRACE", "SAFESTORE")
    return {key: value for key, value in os.environ.items() if not key.startswith(dropped)}


def _classify(status: int, stdout: str, stderr: str) -> Outcome:
    if status < 0:
        return Outcome("crashed", signal.Signals(-status).name, stderr)
    if status >= 0xC0000000:  # how Windows reports an access violation or an abort
        return Outcome("crashed", hex(status), stderr)
    said = [line for line in stdout.splitlines() if line.startswith("outcome: ")]
    if len(said) != 1 or status != 0:
        return Outcome("wrong", f"exit status {status}, {len(said)} outcomes", stderr)
    outcome = said[0].removeprefix("outcome: ")
    if outcome == "fine":
        return Outcome("fine", stderr=stderr)
    if outcome.startswith("wrong"):
        return Outcome("wrong", outcome.removeprefix("wrong").strip(), stderr)
    return Outcome("raised", outcome, stderr)
