"""Runs programs in processes of their own: on plain Python, and through `safestore run`."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

from safestore.launch.children import START, VARIABLE, environment

PLAIN = (sys.executable,)
GUARDED = (sys.executable, "-m", "safestore", "run")

# What tells a program whether its wasmtime is guarded: prints "exclusive" or "raw".
SAYS_WHICH = "import wasmtime; print(getattr(wasmtime, '__safestore__', 'raw'))"


def run(
    command: tuple[str, ...],
    *arguments: str | Path,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    stdin: str = "",
) -> CompletedProcess[str]:
    """Runs the command with the arguments, in an environment without traces of safestore."""
    return subprocess.run(
        [*command, *map(str, arguments)],
        cwd=cwd,
        env={**clean_environment(), **(env or {})},
        input=stdin,
        capture_output=True,
        text=True,
        timeout=60,
    )


def run_below(*arguments: str | Path, **options: Any) -> CompletedProcess[str]:
    """Runs Python as it is run below `safestore run`; saves the start of the command itself."""
    variables = {**clean_environment(), **options.pop("env", {})}
    return run(PLAIN, *arguments, env=environment(variables, "exclusive"), **options)


def clean_environment() -> dict[str, str]:
    """This process's environment, as it is outside of `safestore run`."""
    path = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    kept = {name: value for name, value in os.environ.items() if name != VARIABLE}
    return {**kept, "PYTHONPATH": os.pathsep.join(entry for entry in path if entry != START)}


def without_addresses(text: str) -> str:
    """The text without what differs between two runs of the same program."""
    return re.sub(r"0x[0-9a-f]+", "0x...", text)


def output(result: CompletedProcess[str]) -> str:
    """What a program printed that has to end well and say nothing on stderr."""
    assert (result.returncode, result.stderr) == (0, ""), result.stderr
    return result.stdout
