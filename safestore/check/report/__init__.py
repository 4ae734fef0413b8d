"""How findings are written: for people, for programs, for GitHub, for code scanners."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from ..run import Result
from . import github, json, sarif, text

__all__ = ["FORMATS", "text"]

Format: TypeAlias = Callable[[Result], str]

FORMATS: dict[str, Format] = {
    "text": text.written,
    "json": json.written,
    "github": github.written,
    "sarif": sarif.written,
}
"""By name; text is what `safestore check` prints where nothing else is asked for."""
