"""The catalogue of misuses: one small program each, in `programs/`.

A program's docstring says what it does wrong; two comments below it say which invariant of the
design it breaks and what safestore answers:

    # invariant: R3
    # expect: ReentrancyError

`expect` is the class of the exception that the misuse raises, or `fine` where safestore makes a
program right that raw wasmtime does not, or where the program is legal and must stay so.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path

PROGRAMS = Path(__file__).parent / "programs"
PRELUDE = "prelude"

_HEADER = re.compile(r"^# (invariant|expect): (\S+)$", re.MULTILINE)


@dataclass(frozen=True)
class Misuse:
    """One program of the catalogue."""

    name: str
    path: Path
    invariant: str
    expect: str
    summary: str


def load() -> list[Misuse]:
    """Every program, by name. Raises ValueError when one lacks its docstring or a header."""
    return [
        _read(path)
        for path in sorted(PROGRAMS.glob("*.py"))
        if path.stem not in (PRELUDE, "__init__")
    ]


def _read(path: Path) -> Misuse:
    source = path.read_text(encoding="utf-8")
    header = dict(_HEADER.findall(source))
    docstring = ast.get_docstring(ast.parse(source))
    if docstring is None or set(header) != {"invariant", "expect"}:
        raise ValueError(f"{path}: needs a docstring, '# invariant:' and '# expect:'")
    summary = " ".join(docstring.split("\n\n")[0].split())
    return Misuse(path.stem, path, header["invariant"], header["expect"], summary)
