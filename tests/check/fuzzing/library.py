"""The standard library's sources, as input. What a parser refuses is left out."""

from __future__ import annotations

import sysconfig
import warnings
from pathlib import Path

_LEFT_OUT = ("site-packages", "dist-packages", "__pycache__", "config-", "lib-dynload")


def sources() -> dict[str, str]:
    """The text of each file, by its path in the library; with its tests where they are there."""
    root = Path(sysconfig.get_path("stdlib"))
    found = {}
    for file in sorted(root.rglob("*.py")):
        name = file.relative_to(root)
        if any(part.startswith(_LEFT_OUT) for part in name.parts):
            continue
        if not all(part.isidentifier() for part in name.with_suffix("").parts):
            continue
        try:
            text = file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        if is_python(text):
            found[name.as_posix()] = text
    return found


def is_python(text: str) -> bool:
    """Whether this Python compiles it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            compile(text, "input", "exec", dont_inherit=True)
        except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError):
            return False
    return True
