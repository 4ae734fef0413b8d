"""Runs the rules over one module."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from mypy.nodes import MypyFile

from . import sending, unsafe
from .finding import Finding, Place
from .flow import rule as flow
from .ignores import Ignores
from .program import Program

__all__ = ["INTERNAL", "RULES", "findings", "reported"]

Rule: TypeAlias = Callable[[Program, MypyFile], Iterable[Finding]]

RULES: list[Rule] = [flow.check, sending.check, unsafe.check]

INTERNAL = "safestore-internal"
"""The code of what is no finding: a rule could not do its work here."""


def findings(program: Program, module: str) -> list[Finding]:
    """What is wrong in one module, sorted, without what its `# type: ignore` comments silence.

    Never raises: a rule that does is reported with the code INTERNAL, which nothing silences, and
    the other rules are asked all the same.
    """
    tree = program.modules[module]
    ignores = Ignores(tree)
    kept = [
        finding
        for finding in reported(program, module)
        if finding.code == INTERNAL or not ignores.silences(finding)
    ]
    if program.settings.warn_unused_ignores:
        kept += ignores.unused()
    return sorted(kept)


def reported(program: Program, module: str) -> list[Finding]:
    """The same before any comment is looked at: for mypy, which does that itself."""
    tree = program.modules[module]
    found: set[Finding] = set()
    for rule in RULES:
        found.update(_asked(rule, program, tree))
    return sorted(finding for finding in found if finding.code not in program.settings.disable)


def _asked(rule: Rule, program: Program, tree: MypyFile) -> Iterator[Finding]:
    try:
        yield from rule(program, tree)
    except Exception as error:
        *_, frame = traceback.extract_tb(error.__traceback__)
        what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        yield Finding(
            Place(tree.path, 1, 1, 1, 1),
            INTERNAL,
            f"the rule in {rule.__module__} broke on this module; that is a bug of safestore: "
            f"please report it, with the code of the module: {what}, in {frame.name} of "
            f"{frame.filename}, line {frame.lineno}",
        )
