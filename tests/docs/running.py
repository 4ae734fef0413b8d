"""Runs the program of a block, as a file `app.py` of its own."""

from __future__ import annotations

import io
import subprocess
import sys
from contextlib import redirect_stdout
from itertools import count
from pathlib import Path
from typing import NamedTuple

from safestore.ownership import region

from .blocks import Block

NAME = "app.py"


class Outcome(NamedTuple):
    """What a program printed, with the exception that ended it as the last line, and its class."""

    printed: str
    raised: str | None


def run(block: Block, directory: Path) -> Outcome:
    """Runs the program in `directory`, in this process unless it asks for one of its own."""
    return _apart(block.source, directory) if block.own_process else _here(block.source)


def _here(source: str) -> Outcome:
    # Messages number the stores of a process; a program counts its own.
    numbers, region._numbers = region._numbers, count(1)
    printed = io.StringIO()
    try:
        with redirect_stdout(printed):
            exec(compile(source, NAME, "exec"), {"__name__": "__main__"})
    except Exception as error:
        return _ended(printed.getvalue(), type(error).__name__, str(error))
    finally:
        region._numbers = numbers
    return Outcome(printed.getvalue(), None)


def _apart(source: str, directory: Path) -> Outcome:
    (directory / NAME).write_text(source, encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, NAME], cwd=directory, capture_output=True, text=True, timeout=60
    )
    if ended.returncode == 0:
        return Outcome(ended.stdout, None)
    raised, _, message = ended.stderr.splitlines()[-1].partition(": ")
    return _ended(ended.stdout, raised.rpartition(".")[2], message)


def _ended(printed: str, raised: str, message: str) -> Outcome:
    return Outcome(f"{printed}\n{raised}: {message}", raised)
