"""What the demo says of the outcomes, and that its programs end as it claims."""

from __future__ import annotations

import signal
import sys

import pytest

from demo import misuses
from demo.misuses import MISUSES, Misuse, judge
from demo.screen import COLUMNS, WIDTH, Row, Screen

PANIC = """
thread '<unnamed>' (7) panicked at crates/wasmtime/src/store.rs:213:5:
object used with the wrong store
note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace
"""

TRACEBACK = f"""Traceback (most recent call last):
  File "a.py", line 1, in <module>
ValueError: the cause

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "a.py", line 3, in <module>
    store.close()
safestore.errors.StoreBusyError: the store is in use: {misuses.PROGRAMS}/a.py, line 3.
Wait for it.
"""


def test_a_panic_is_told_in_its_own_words() -> None:
    outcome = judge(-signal.SIGABRT, PANIC)
    assert (outcome.verdict, outcome.died) == ("killed by SIGABRT", True)
    assert outcome.message.splitlines() == [
        "panic in crates/wasmtime/src/store.rs:213:",
        "object used with the wrong store",
    ]


def test_a_silent_death_is_told() -> None:
    assert judge(-signal.SIGSEGV, "").message == "(nothing on stderr)"
    assert judge(0xC0000005, "").verdict == "killed by exception 0xc0000005"


def test_the_last_exception_counts() -> None:
    outcome = judge(1, TRACEBACK)
    assert (outcome.verdict, outcome.died) == ("exit status 1", False)
    assert outcome.error == "StoreBusyError"
    assert outcome.message.endswith("in use: a.py, line 3.\nWait for it.")


def test_an_error_without_a_message() -> None:
    outcome = judge(1, "Traceback (most recent call last):\n  File ...\nKeyError\n")
    assert (outcome.error, outcome.message) == ("KeyError", "")


def test_no_exception_at_all() -> None:
    assert judge(0, "").error == ""
    assert judge(2, "usage: safestore").message == "usage: safestore"


@pytest.mark.skipif(sys.platform == "win32", reason="the ways of dying are those of POSIX")
@pytest.mark.parametrize("misuse", MISUSES, ids=lambda misuse: misuse.program)
class TestMisuse:
    def test_kills_plain_wasmtime(self, misuse: Misuse) -> None:
        assert misuses.run_raw(misuse).died

    def test_is_an_error_in_safestore(self, misuse: Misuse) -> None:
        outcome = misuses.run_safe(misuse)
        assert (outcome.error, outcome.verdict) == (misuse.error, "exit status 1")
        assert outcome.message


def test_the_table_fits(capsys: pytest.CaptureFixture[str]) -> None:
    assert sum(COLUMNS) == WIDTH
    Screen(colour=False).table([Row("what", "killed by SIGSEGV", "ReentrancyError")])
    printed = capsys.readouterr().out
    assert "\033" not in printed
    assert all(len(line) <= WIDTH and line == line.rstrip() for line in printed.splitlines())


def test_colour_changes_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    Screen(colour=True).table([Row("what", "hung", "fine", holds=False)])
    assert "\033[31mhung" in capsys.readouterr().out
