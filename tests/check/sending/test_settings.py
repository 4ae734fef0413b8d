"""What a project says of its own classes and functions."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]

PROGRAM = """\
import queue
from typing import Any

from safestore import Pinned, Store


class Trusted:
    def __init__(self, pin: Pinned[Store]) -> None:
        self.pin = pin


class Bound: ...


class Bus:
    def publish(self, thing: object) -> None: ...


def background(job: object, *values: object) -> None: ...


def main(inbox: queue.Queue[Any], trusted: Trusted, bound: Bound, bus: Bus, store: Store) -> None:
    inbox.put(trusted)
    inbox.put([bound])
    bus.publish(store)
    background(print, store)
    background(lambda: store.gc())
    background(print, 1)
"""


def lines(tmp_path: Path, mypy_cache: Path, **settings: Any) -> list[int]:
    path = tmp_path / "program.py"
    path.write_text(PROGRAM)
    command = [
        *(sys.executable, "-m", "tests.check.findings", "safestore.check.sending"),
        *(f"--settings={json.dumps(settings)}", str(mypy_cache), str(path)),
    ]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert result.returncode == 0, result.stdout + result.stderr
    return [one["line"] for one in json.loads(result.stdout)]


def test_nothing_said(tmp_path: Path, mypy_cache: Path) -> None:
    assert lines(tmp_path, mypy_cache) == [23]


def test_classes_and_functions(tmp_path: Path, mypy_cache: Path) -> None:
    found = lines(
        tmp_path,
        mypy_cache,
        send=["program.Trusted"],
        not_send=["program.Bound"],
        sinks=["program.Bus.publish", "program.background"],
    )
    assert found == [24, 25, 26, 27]
