"""`safestore check`: reports what is wrong in some files, and says what the codes mean."""

from __future__ import annotations

import argparse
import os
import re
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from .failure import CannotCheck
from .rules import RULES, explained

if TYPE_CHECKING:
    from .settings import Settings

__all__ = ["main"]

_CLEAN, _FOUND, _COULD_NOT = 0, 1, 2

_FORMATS = ("text", "json", "github", "sarif")
_COLOURS = ("auto", "always", "never")
_OLDEST_MYPY = (1, 15)


def main(argv: list[str]) -> int:
    """Runs the command: 0 when nothing was found, 1 when something was, 2 when it could not run.

    Raises SystemExit, as argparse does, for wrong usage and for --help.
    """
    parser = _parser()
    options = parser.parse_args(argv)
    if options.explain is not None:
        return _explain(options.explain)
    if not options.paths:
        parser.error("PATHS are missing: files or directories to check")
    if options.inventory and options.format not in ("text", "json"):
        parser.error("--inventory is text or json")
    try:
        _expect_mypy()
        return _inventory(options) if options.inventory else _check(options)
    except CannotCheck as error:
        print(f"safestore check: {error}", file=sys.stderr)
        return _COULD_NOT


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="safestore check",
        description="Finds before a program runs what safestore would refuse while it runs. "
        "Exits 0 when nothing was found, 1 when something was, 2 when the check could not run.",
        allow_abbrev=False,
    )
    parser.add_argument("paths", nargs="*", metavar="PATHS", help="files or directories")
    parser.add_argument(
        "--format", choices=_FORMATS, default=_FORMATS[0], help="how findings are written"
    )
    parser.add_argument(
        "--config",
        type=Path,
        metavar="FILE",
        help="read [tool.safestore] from this file (default: the nearest pyproject.toml that has "
        "it, from the current directory upward)",
    )
    parser.add_argument(
        "--explain", metavar="CODE", help="print the rule behind a code, with examples, and stop"
    )
    parser.add_argument(
        "--inventory",
        action="store_true",
        help="list what is unsafe instead, allowed or not; exits 0",
    )
    parser.add_argument(
        "--warn-unused-ignores",
        action="store_true",
        help="report each `# type: ignore[safestore-...]` that nothing needs",
    )
    parser.add_argument(
        "--color",
        choices=_COLOURS,
        default=_COLOURS[0],
        help="auto (the default): on a terminal, unless NO_COLOR is set, or when FORCE_COLOR is",
    )
    return parser


def _explain(code: str) -> int:
    rule = RULES.get(code) or RULES.get(f"safestore-{code}")
    if rule is None:
        codes = "\n".join(f"  {known.code}: {known.title}" for known in RULES.values())
        print(f"safestore check: there is no code {code}; there are\n{codes}", file=sys.stderr)
        return _COULD_NOT
    print(explained(rule))
    return _CLEAN


def _expect_mypy() -> None:
    """Raises CannotCheck where mypy is missing or too old."""
    mend = 'pip install "safestore[check]"'
    try:
        installed = version("mypy")
        import mypy.build  # noqa: F401
    except (PackageNotFoundError, ImportError):
        raise CannotCheck(f"mypy is needed, and is not installed here: {mend}") from None
    if tuple(map(int, re.findall(r"\d+", installed)[:2])) < _OLDEST_MYPY:
        oldest = ".".join(map(str, _OLDEST_MYPY))
        raise CannotCheck(f"mypy {installed} is too old, {oldest} or later is needed: {mend}")


def _settings(options: argparse.Namespace) -> Settings:
    from dataclasses import replace

    from . import config

    settings = config.find(Path.cwd()) if options.config is None else config.read(options.config)
    return replace(settings, warn_unused_ignores=True) if options.warn_unused_ignores else settings


def _check(options: argparse.Namespace) -> int:
    from . import run
    from .report import FORMATS, text

    result = run.check(options.paths, _settings(options), sys.stderr)
    if options.format == "text" and _in_colour(options.color):
        report = text.written(result, text.Paint.coloured())
    else:
        report = FORMATS[options.format](result)
    _print(report)
    for broken in result.broken:
        print(f"{broken.place.path}: {broken.message}", file=sys.stderr)
    if result.broken:
        return _COULD_NOT
    return _FOUND if result.findings else _CLEAN


def _inventory(options: argparse.Namespace) -> int:
    from . import run
    from .report import inventory
    from .report.text import Paint

    listed = run.take_inventory(options.paths, _settings(options), sys.stderr)
    if options.format == "text" and _in_colour(options.color):
        _print(inventory.as_text(listed, Paint.coloured()))
    else:
        _print(inventory.FORMATS[options.format](listed))
    return _CLEAN


def _print(report: str) -> None:
    """Prints a report; a character that the stream cannot encode is escaped."""
    if not report:
        return
    encoding = sys.stdout.encoding or "utf-8"
    try:
        print(report.encode(encoding, "backslashreplace").decode(encoding), flush=True)
    except BrokenPipeError:
        # Whoever reads has seen enough. What is left to flush at the end goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _in_colour(wanted: str) -> bool:
    if wanted != "auto":
        return wanted == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
