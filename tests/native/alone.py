"""Runs what may kill its process in a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def run_alone(program: str, *arguments: str, timeout: float = 120.0) -> str:
    """Run a module of `tests.native.programs`; what it printed.

    Asserts that it ended well and said nothing on stderr: neither a traceback nor what cffi says
    when an exception could not be reported.
    """
    done = subprocess.run(
        [sys.executable, "-m", f"tests.native.programs.{program}", *arguments],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if not name.startswith("PYTHON")},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=timeout,
    )
    status = done.returncode
    died = f"{signal.Signals(-status).name}" if status < 0 else f"exit status {status}"
    assert status == 0, f"{program} {' '.join(arguments)}: {died}\n{done.stdout}\n{done.stderr}"
    assert done.stderr == "", f"{program} {' '.join(arguments)} complained:\n{done.stderr}"
    return done.stdout
