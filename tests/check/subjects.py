"""Code that is right, or wrong on purpose: what the checks are to be silent about.

The project's own, its docs' examples, wasmtime-py's tests and examples, published packages.
"""

from __future__ import annotations

import ast
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.docs.blocks import blocks
from tests.upstream.environment import installed_version
from tests.upstream.sdist import fetch as fetch_wasmtime

from .front_ends import by_command
from .marks import Found
from .packages import PACKAGES, Package, fetch
from .projects import ROOT

OWN = ("safestore", "demo", "benchmarks", "property_tests", "tests")

# Programs that break a rule to show what becomes of it.
MISUSES = re.compile(r"tests/(misuse|check/(corpus|\w+/cases))/|demo/(misuses\.py|programs/)")

# In front of an example: it is wrong on purpose, or has these codes on purpose.
_WRONG = "# wrong on purpose"
_CODES = "# on purpose: "

# Says that what follows it in a `with` is refused.
_REFUSING = re.compile(r"raises|refus|misuse|warns|deprecated")


class Subject(NamedTuple):
    """Sources below a directory, in the form in which they are given to `safestore check`."""

    name: str
    directory: Path
    paths: list[str]


class Looked(NamedTuple):
    """What was looked at, and what was found there."""

    subject: Subject
    files: int
    lines: int
    on_purpose: list[Found]
    others: list[Found]


def own(names: tuple[str, ...] = OWN) -> Iterator[Subject]:
    """The project's own sources."""
    for name in names:
        yield Subject(f"{name}/", ROOT, [name])


def docs(directory: Path) -> Subject:
    """The examples of the pages, each a module in that directory."""
    for page in sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]):
        name = re.sub(r"\W", "_", page.relative_to(ROOT).with_suffix("").as_posix())
        for block in blocks(page):
            wrong = block.raises or "Error" in (block.output or "")
            said = _WRONG if wrong else f"{_CODES}{', '.join(sorted(block.checks))}"
            text = f"{said}\n{block.source}"
            file = directory / f"{name}_{block.line}.py"
            file.write_text(text, encoding="utf-8")
    return Subject("docs' examples", directory, ["."])


def wasmtime(directory: Path) -> Subject:
    """wasmtime-py's tests and examples. Raises DownloadError."""
    version = installed_version()
    unpacked = fetch_wasmtime(version)
    for name in ("tests", "examples"):
        shutil.copytree(unpacked / name, directory / name)
    return Subject(f"wasmtime {version}, tests and examples", directory, ["tests", "examples"])


def packages(chosen: list[Package] = PACKAGES) -> Iterator[Subject]:
    """Published packages. Raises DownloadError."""
    for package in chosen:
        folder = fetch(package)
        names = sorted(
            each.name
            for each in folder.iterdir()
            if each.suffix == ".py" or (each.is_dir() and any(each.rglob("*.py")))
        )
        yield Subject(f"{package.name} {package.version}", folder, names)


def look(subject: Subject) -> Looked:
    """Check a subject, and tell what breaks a rule on purpose from the rest."""
    files = [
        file
        for path in subject.paths
        for file in (
            [subject.directory / path]
            if path.endswith(".py")
            else (subject.directory / path).rglob("*.py")
        )
    ]
    lines = sum(file.read_text(encoding="utf-8").count("\n") for file in files)
    on_purpose: list[Found] = []
    others: list[Found] = []
    for found in by_command(subject.directory, subject.paths):
        path, line, code = found
        wanted = MISUSES.search(path) or _refused(subject.directory / path, line, code)
        (on_purpose if wanted else others).append(found)
    return Looked(subject, len(files), lines, on_purpose, others)


def _refused(path: Path, line: int, code: str) -> bool:
    """Whether a line stands in a block of which the code itself says that it is refused."""
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    # The second is what pages say of type checkers.
    if lines[0] == _WRONG or any(mark in lines[line - 1] for mark in ("# E:", "# error")):
        return True
    if lines[0].startswith(_CODES) and code in lines[0].removeprefix(_CODES).split(", "):
        return True
    return any(
        isinstance(node, (ast.With, ast.AsyncWith))
        and node.lineno <= line <= (node.end_lineno or line)
        and any(_REFUSING.search(ast.unparse(item.context_expr)) for item in node.items)
        for node in ast.walk(ast.parse(text))
    )
