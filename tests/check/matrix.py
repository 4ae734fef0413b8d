"""`python -m tests.check.matrix [--python PATH]... [--mypy VERSION]...`: old mypys, old Pythons.

Each pair gets an environment of its own with this checkout in it, and goes through the corpora by
`safestore check` there; where mypy has the plugin's hook, through the plugin's tests as well.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

from .projects import ROOT

CACHE = ROOT / ".cache" / "check" / "environments"
MYPYS = ("1.15.0", "1.16.1", "1.19.1", "2.0.0", "2.3.1", "2.4.1")
PYTHONS = ("3.10", "3.12", "3.13")
NEWEST = MYPYS[-1]

_NEEDED = ("pytest>=8", "pytest-xdist", "hypothesis>=6.100")
_TESTS = "tests/check"


class CannotInstallError(Exception):
    """An environment cannot be made; the message is the end of what was said."""


def pairs(pythons: list[str], mypys: list[str]) -> list[tuple[str, str]]:
    """Which Python with which mypy: this Python with each, the others with the newest."""
    found = [(sys.executable, mypy) for mypy in mypys]
    return found + [(python, mypys[-1]) for python in pythons]


def installed() -> list[str]:
    """Other supported Pythons that are here, on the path or managed by pyenv."""
    found = []
    for version in PYTHONS:
        beside = sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python"))
        python = shutil.which(f"python{version}") if not beside else str(beside[-1])
        if python and version not in sys.version.split()[0]:
            found.append(python)
    return found


def environment(python: str, mypy: str) -> Path:
    """The interpreter of an environment. Raises CannotInstallError."""
    asked = subprocess.run(
        [python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"],
        capture_output=True,
        text=True,
        check=True,
    )
    folder = CACHE / f"{asked.stdout.strip()}-{mypy}"
    interpreter = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    ready = folder / ".ready"
    wanted = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    if not ready.exists() or ready.read_text(encoding="utf-8") != wanted:
        subprocess.run([python, "-m", "venv", "--clear", str(folder)], check=True)
        pip = [str(interpreter), "-m", "pip", "--disable-pip-version-check", "--no-input"]
        done = subprocess.run(
            [*pip, "install", "--quiet", f"mypy=={mypy}", *_NEEDED, "--editable", str(ROOT)],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise CannotInstallError(done.stderr.strip()[-500:])
        ready.write_text(wanted, encoding="utf-8")
    return interpreter


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.check.matrix", description=__doc__)
    parser.add_argument("--python", action="append", help="an interpreter, beside this one")
    parser.add_argument("--mypy", action="append", help="a version; the last goes with each Python")
    chosen = parser.parse_args(arguments)
    bad = 0
    for python, mypy in pairs(chosen.python or installed(), chosen.mypy or list(MYPYS)):
        try:
            interpreter = environment(python, mypy)
        except CannotInstallError as error:
            print(f"{python}, mypy {mypy}: cannot be installed: {error}", flush=True)
            bad += 1
            continue
        done = subprocess.run(
            [str(interpreter), "-m", "pytest", "-q", "-n", "2", "-p", "no:cacheprovider", _TESTS],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        (*_, last) = done.stdout.strip().splitlines() or [done.stderr.strip()]
        print(f"{interpreter.parents[1].name}: {last}", flush=True)
        if done.returncode != 0:
            bad += 1
            print(done.stdout[-4000:] + done.stderr[-2000:])
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
