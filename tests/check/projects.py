"""Small projects for mypy and `safestore check` to look at, each in a directory of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
CONFIGURATION = '[tool.mypy]\nplugins = ["safestore.check.mypy"]\n'

_LINE = re.compile(r"^(?P<path>[^:]+):(?P<line>\d+): error: .*\[(?P<code>[\w-]+)\]$", re.MULTILINE)


@dataclass(frozen=True)
class Said:
    """What a command wrote, and its exit status."""

    output: str
    errors: str
    status: int

    @property
    def found(self) -> list[str]:
        """The errors of mypy's text output: `path:line code`."""
        return [f"{m['path']}:{m['line']} {m['code']}" for m in _LINE.finditer(self.output)]


def write(directory: Path, files: dict[str, str]) -> None:
    """Write files, by their paths in that directory."""
    for name, text in files.items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def run(directory: Path, *arguments: str, cache: Path | None = None) -> Said:
    """Run `python -m ...` in that directory, with this checkout in front.

    mypy's cache is there as well, or `cache`, which one after another may use.
    """
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("MYPY", "SAFESTORE"))}
    environment["PYTHONPATH"] = str(ROOT)
    if cache is not None:
        environment["MYPY_CACHE_DIR"] = str(cache)
    done = subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=directory,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    return Said(done.stdout, done.stderr, done.returncode)


def mypy(directory: Path, *arguments: str, cache: Path | None = None) -> Said:
    """Run mypy with the plugin, unless the project says otherwise."""
    configuration = directory / "pyproject.toml"
    if not configuration.exists():
        configuration.write_text(CONFIGURATION, encoding="utf-8")
    return run(directory, "mypy", "--no-error-summary", *arguments, cache=cache)
