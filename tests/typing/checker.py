"""Runs mypy over files, with or without the stubs, in a process of its own.

Of its own, since mypy sets the recursion limit and the collector's thresholds of the process that
it runs in, and other tests count on theirs.
"""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STUBS = ROOT / "stubs"
CASES = Path(__file__).resolve().parent / "cases"


def needs_mypy(*least: int) -> pytest.MarkDecorator:
    """Skips tests where mypy is missing or older than this."""
    try:
        found = tuple(int(part) for part in version("mypy").split(".")[:2])
    except PackageNotFoundError:
        found = ()
    wanted = ".".join(map(str, least))
    return pytest.mark.skipif(found < least, reason=f"needs mypy {wanted} or later")


def complaints(*paths: Path, stubs: bool, cache: Path) -> list[str]:
    """What `mypy --strict` has to say about these files and folders, a line each.

    Nothing of what they import is reported: that is `make types`'s to do.
    """
    command = (
        *("-m", "mypy", "--strict", "--config-file=", f"--cache-dir={cache}"),
        *("--explicit-package-bases", "--follow-imports=silent"),
        *("--no-error-summary", "--hide-error-context"),
    )
    result = run(*command, *map(str, paths), stubs=stubs)
    # 2 is an error of mypy's own, or a wrong argument.
    assert result.returncode in (0, 1), result.stdout + result.stderr
    return result.stdout.splitlines()


def run(*arguments: str, stubs: bool) -> subprocess.CompletedProcess[str]:
    """Runs this Python in the root of the repository, where mypy finds safestore."""
    environment = {**os.environ, "MYPYPATH": str(STUBS) if stubs else ""}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
