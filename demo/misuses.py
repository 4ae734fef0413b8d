"""Three programs that anybody might write, run as they are on both implementations.

Each runs in a process of its own: on plain wasmtime it takes the process with it.
"""

from __future__ import annotations

import ast
import contextlib
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from demo.screen import Row, Screen

PROGRAMS = Path(__file__).parent / "programs"
TIMEOUT = 60  # seconds; what has not ended by then hangs


@dataclass(frozen=True)
class Misuse:
    """One of the programs.

    Attributes:
        program: its file name.
        what: what it does, in a few words.
        error: the class of error that safestore owes it.
        attempts: how often plain wasmtime may run it until it dies; a race is not lost every time.
    """

    program: str
    what: str
    error: str
    attempts: int = 1

    @property
    def path(self) -> Path:
        return PROGRAMS / self.program


MISUSES = (
    Misuse("close_in_callback.py", "store.close() in a callback", "ReentrancyError"),
    Misuse("pool_over_one_store.py", "a thread pool over one store", "StoreBusyError", attempts=10),
    Misuse("cached_function.py", "a function of another store", "ForeignStoreError"),
)


@dataclass(frozen=True)
class Outcome:
    """How a process ended.

    Attributes:
        verdict: `killed by SIGABRT`, `hung`, `exit status 1`, ...
        died: whether it was killed, rather than ended.
        error: the class name of the exception that ended it, or nothing.
        message: that exception's message, or the line of stderr that tells why it died.
    """

    verdict: str
    died: bool
    error: str
    message: str


def run_raw(misuse: Misuse) -> Outcome:
    """Run the program on plain wasmtime until it dies, as often as it may."""
    for _ in range(misuse.attempts):
        outcome = _run([str(misuse.path)])
        if outcome.died:
            break
    return outcome


def run_safe(misuse: Misuse) -> Outcome:
    """Run the same file under `safestore run`."""
    return _run(["-m", "safestore", "run", str(misuse.path)])


def show(screen: Screen) -> list[Row]:
    """Show each misuse with both outcomes; the rows for the table."""
    rows = []
    for number, misuse in enumerate(MISUSES, start=1):
        source = misuse.path.read_text(encoding="utf-8")
        title, start = _title(source)
        shown_path = f"demo/{PROGRAMS.name}/{misuse.program}"
        screen.paragraph(f"1.{number} {title}")
        screen.code(source, start)
        raw = run_raw(misuse)
        screen.command(f"python {shown_path}", screen.bad(raw.verdict), raw.message)
        safe = run_safe(misuse)
        answer = safe.error or safe.verdict
        screen.command(f"safestore run {shown_path}", screen.good(answer), safe.message)
        holds = raw.died and not safe.died and safe.error == misuse.error
        rows.append(Row(misuse.what, raw.verdict, answer, holds))
    return rows


def _run(arguments: list[str]) -> Outcome:
    # The two variables would change how a process dies and what it leaves on stderr.
    env = {**os.environ, "RUST_BACKTRACE": "0", "PYTHONFAULTHANDLER": ""}
    try:
        with _no_core_file():
            done = subprocess.run(
                [sys.executable, *arguments],
                env=env,
                cwd=PROGRAMS.parent.parent,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                errors="replace",
                timeout=TIMEOUT,
            )
    except subprocess.TimeoutExpired:
        return Outcome("hung", died=False, error="", message=f"no end after {TIMEOUT} s")
    return judge(done.returncode, done.stderr)


def judge(status: int, stderr: str) -> Outcome:
    """What a return code of `subprocess` and the text on stderr tell."""
    killer = _killer(status)
    if killer:
        return Outcome(f"killed by {killer}", died=True, error="", message=_last_words(stderr))
    error, message = _exception(stderr)
    return Outcome(f"exit status {status}", died=False, error=error, message=message)


def _killer(status: int) -> str:
    if status < 0:
        return signal.Signals(-status).name
    # Windows: an exception's number has its two highest bits set.
    return f"exception {status:#010x}" if status >= 0xC000_0000 else ""


def _last_words(stderr: str) -> str:
    panic = re.search(r"panicked at (\S+?):\d+:\n(.*)", stderr)
    if panic:
        return f"panic in {panic[1]}:\n{panic[2]}"
    return stderr.strip().partition("\n")[0] or "(nothing on stderr)"


def _exception(stderr: str) -> tuple[str, str]:
    """Class name and message of the exception that ended a program, from its traceback."""
    _, found, traceback = stderr.strip().rpartition("Traceback (most recent call last):\n")
    last = re.search(r"^(?:\w+\.)*(\w+)(?:: (.*))?\Z", traceback, re.MULTILINE | re.DOTALL)
    if not found or not last:
        return "", stderr.strip()
    return last[1], _shorten_paths(last[2] or "")


def _shorten_paths(text: str) -> str:
    return text.replace(str(PROGRAMS) + os.sep, "")


def _title(source: str) -> tuple[str, int]:
    """A program's docstring, and the number of the line where the program itself begins."""
    docstring, first = ast.parse(source).body[:2]
    assert isinstance(docstring, ast.Expr)
    return ast.literal_eval(docstring.value), first.lineno


@contextlib.contextmanager
def _no_core_file() -> Iterator[None]:
    """What dies in here was meant to: it leaves no memory image behind."""
    try:
        import resource
    except ImportError:  # Windows, which has no such files
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_CORE, (soft, hard))
