"""`python -m benchmarks.checking [--rounds N] [--lines N] [--check]`.

What the static checks cost: mypy alone, mypy with the plugin, and `safestore check`, in turns; on
the library's own sources and on a long program in which every function has to do with safestore.
`--check` exits with 1 when the own sources take more than 1.5 times what mypy alone takes, all with
empty caches; or 100,000 lines more than 20 seconds, with what they import in the cache. That all
modules have changed and nothing else is printed beside it: there mypy alone reads most from its
cache, and the command reads what is the project's own anew each time.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from . import machine, programs

_ROOT = Path(__file__).parents[1]
_PLAIN = "[mypy]\nstrict = True\nmypy_path = {stubs}\n"
_WITH_PLUGIN = _PLAIN + "plugins = safestore.check.mypy\n"

_MYPY = ("-m", "mypy", "--no-error-summary", "--config-file")
_COMMANDS = {
    "mypy alone": (*_MYPY, "plain.ini"),
    "mypy with the plugin": (*_MYPY, "plugin.ini"),
    "safestore check": ("-m", "safestore", "check", "--format", "json"),
}

# On the library's own sources, as often as mypy alone; and seconds for 100,000 lines.
_RATIO = 1.5
_SECONDS = 20.0


class _Project:
    """A directory in which the commands are run, each with a cache of its own.

    The package is in `src` there: what is in the directory itself would be imported.
    """

    def __init__(self, directory: Path, package: str) -> None:
        self._directory = directory
        self._package = package
        self._edits = 0
        stubs = (_ROOT / "stubs").as_posix()
        for name, text in (("plain", _PLAIN), ("plugin", _WITH_PLUGIN)):
            (directory / f"{name}.ini").write_text(text.format(stubs=stubs), encoding="utf-8")
        shutil.copy(directory / "plain.ini", directory / "mypy.ini")

    def cold(self, command: str) -> float:
        """Nothing is in the cache."""
        shutil.rmtree(self._cache(command), ignore_errors=True)
        return self._seconds(command)

    def anew(self, command: str) -> float:
        """All of the project's own modules have changed, nothing else has."""
        self._edits += 1
        for file in sorted((self._directory / "src" / self._package).rglob("*.py")):
            with file.open("a", encoding="utf-8") as text:
                text.write(f"# {self._edits}\n")
        return self._seconds(command)

    def warm(self, command: str) -> float:
        """Nothing has changed."""
        return self._seconds(command)

    def _cache(self, command: str) -> Path:
        return self._directory / f"cache of {command}"

    def _seconds(self, command: str) -> float:
        environment = {k: v for k, v in os.environ.items() if not k.startswith("MYPY")}
        environment["PYTHONPATH"] = str(_ROOT)
        environment["MYPY_CACHE_DIR"] = str(self._cache(command))
        begun = time.perf_counter()
        done = subprocess.run(
            [sys.executable, *_COMMANDS[command], f"src/{self._package}"],
            cwd=self._directory,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        taken = time.perf_counter() - begun
        if done.returncode not in (0, 1):
            raise SystemExit(f"{command}: {done.stdout[-2000:]}{done.stderr[-2000:]}")
        return taken


def _measured(
    conditions: dict[str, Callable[[str], float]], rounds: int
) -> dict[tuple[str, str], float]:
    """The median seconds of each command under each condition. They take turns."""
    taken: dict[tuple[str, str], list[float]] = {}
    for _ in range(rounds):
        for condition, run in conditions.items():
            for command in _COMMANDS:
                taken.setdefault((condition, command), []).append(run(command))
    return {key: median(seconds) for key, seconds in taken.items()}


def _table(title: str, measured: dict[tuple[str, str], float]) -> str:
    lines = [title]
    for (condition, command), seconds in measured.items():
        ratio = seconds / measured[condition, "mypy alone"]
        lines.append(f"  {condition:<8} {command:<22} {seconds:7.2f} s  {ratio:5.2f}")
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; 0, or 1 when asked to check and a promise is broken."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.checking", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--lines", type=int, default=100_000, help="of the long program")
    parser.add_argument("--check", action="store_true", help="exit with 1 when it takes too long")
    chosen = parser.parse_args(arguments)
    print(", ".join(f"{name} {value}" for name, value in machine.described().items()))
    slow = []
    with tempfile.TemporaryDirectory(prefix="safestore-checking-") as folder:
        own = Path(folder) / "own"
        shutil.copytree(_ROOT / "safestore", own / "src" / "safestore")
        project = _Project(own, "safestore")
        found = _measured(
            {"cold": project.cold, "warm": project.warm, "anew": project.anew}, chosen.rounds
        )
        lines = sum(len(file.read_bytes().splitlines()) for file in own.rglob("*.py"))
        print(_table(f"the library's own sources, {lines:,} lines", found))
        for command in _COMMANDS:
            ratio = found["cold", command] / found["cold", "mypy alone"]
            if ratio > _RATIO:
                slow.append(f"{command}: {ratio:.2f} times mypy alone")

        long = Path(folder) / "long"
        package = long / "src" / "program"
        package.mkdir(parents=True)
        lines = programs.write(package, chosen.lines)
        project = _Project(long, "program")
        for command in _COMMANDS:
            project.cold(command)
        found = _measured({"anew": project.anew}, max(1, chosen.rounds - 2))
        print(_table(f"a program of {lines:,} lines", found))
        for command in _COMMANDS:
            seconds = found["anew", command]
            if seconds > _SECONDS * lines / 100_000:
                slow.append(f"{command}: {seconds:.1f} s for {lines:,} lines")
    for each in slow:
        print(f"too slow: {each}", file=sys.stderr)
    return 1 if chosen.check and slow else 0


if __name__ == "__main__":
    sys.exit(main())
