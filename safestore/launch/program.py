"""Starts the program: becomes `python SCRIPT ARGS`, with the start hook in its environment.

The interpreter is replaced by a fresh one instead of running the program inside this one. So
nothing about it has to be imitated: `__main__` and `sys.path[0]`, directories and zip files as
scripts, what is printed of a SyntaxError or a missing file, signals, `-i`. There is no frame of
ours under the program's, and on POSIX the process keeps its id.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence

from safestore.launch.children import START, environment, interpreter_options


class CannotStart(Exception):
    """The program was not started; the message says why and what to do."""


def start(program: Sequence[str], affinity: str) -> int:
    """Runs the program; returns its exit status, where it returns at all.

    `program` is what follows the options on a command line of Python: SCRIPT or `-m MODULE`, and
    their arguments. The interpreter's own options (`python -X dev -m safestore run ...`) stay.
    Raises CannotStart.
    """
    _check_that_the_hook_will_run()
    options, _ = interpreter_options(sys.orig_argv[1:])
    command = [sys.executable, *options, *program]
    variables = environment(os.environ, affinity)
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    try:
        if os.name == "nt":
            return _run(command, variables)
        os.execve(sys.executable, command, variables)
    except OSError as error:
        raise CannotStart(f"cannot start {sys.executable}: {error.strerror}") from error


def _check_that_the_hook_will_run() -> None:
    deaf = [
        flag
        for flag, is_set in (
            ("-I", sys.flags.isolated),
            ("-E", sys.flags.ignore_environment),
            ("-S", sys.flags.no_site),
        )
        if is_set
    ]
    if deaf:
        raise CannotStart(
            f"under `python {deaf[0]}` no start hook is run, and so wasmtime would not be guarded; "
            f"leave {deaf[0]} out"
        )
    if not sys.executable:
        raise CannotStart("this Python does not know its own executable (sys.executable is empty)")
    if os.pathsep in START:
        raise CannotStart(
            f"safestore is installed in a directory that PYTHONPATH cannot name, since it contains "
            f"{os.pathsep!r}: {START}"
        )


def _run(command: list[str], variables: dict[str, str]) -> int:
    """Where a process cannot be replaced: waits for the program, and leaves Ctrl-C to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    return subprocess.call(command, env=variables)
