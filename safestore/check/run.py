"""One run over some paths: everything that is found, and what could not be looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TextIO

from . import inventory
from .analysis import INTERNAL, findings
from .build import Built, build
from .columns import in_characters
from .finding import Finding
from .inventory import Entry
from .settings import Settings
from .source import Sources

__all__ = ["Result", "check", "take_inventory"]


@dataclass
class Result:
    """What a run found. `broken` are the rules that broke, each on one module."""

    findings: list[Finding] = field(default_factory=list)
    broken: list[Finding] = field(default_factory=list)
    modules: int = 0
    sources: Sources = field(default_factory=Sources)


def check(paths: Sequence[str], settings: Settings, warnings: TextIO) -> Result:
    """Runs the rules over all modules that the paths name. Raises CannotCheck."""
    result = Result()
    for built in build(paths, settings, warnings):
        mended = partial(in_characters, line=result.sources.line, columns=built.columns)
        for module in _known(built):
            result.modules += 1
            for finding in findings(built.program, module):
                kind = result.broken if finding.code == INTERNAL else result.findings
                kind.append(mended(finding))
    result.findings.sort()
    return result


def take_inventory(paths: Sequence[str], settings: Settings, warnings: TextIO) -> list[Entry]:
    """What is unsafe in all modules that the paths name. Raises CannotCheck."""
    return [
        entry
        for built in build(paths, settings, warnings)
        for module in _known(built)
        for entry in inventory.entries(built.program, module)
    ]


def _known(built: Built) -> list[str]:
    """Those of the modules that mypy has read: `follow_imports` may leave some out."""
    return [module for module in built.modules if module in built.program.modules]
