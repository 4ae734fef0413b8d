"""What is unsafe in a code base: each use, by module, allowed or not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from .finding import Finding
from .ignores import Ignores
from .program import Program
from .unsafe import CODE, Hazard, Use, uses

__all__ = ["Entry", "counts", "entries"]


class Entry(NamedTuple):
    """One use. `allowed` says by what: `settings`, `comment`, or None where nothing allows it.

    An import of wasmtime itself needs no leave.
    """

    module: str
    use: Use
    allowed: str | None

    @property
    def refused(self) -> bool:
        return self.allowed is None and self.use.hazard is not Hazard.RAW


def entries(program: Program, module: str) -> Iterator[Entry]:
    """The uses in one module, in the order of its source."""
    tree = program.modules[module]
    ignores = Ignores(tree)
    by_settings = "settings" if program.settings.may_be_unsafe(module) else None
    for use in sorted(uses(program, tree), key=lambda use: use.place):
        if use.hazard is Hazard.RAW:
            yield Entry(module, use, None)
            continue
        silenced = ignores.silences(Finding(use.place, CODE, ""))
        yield Entry(module, use, by_settings or ("comment" if silenced else None))


def counts(listed: list[Entry]) -> dict[str, Counter[str]]:
    """How often each kind of thing is used, by module."""
    found: dict[str, Counter[str]] = {}
    for entry in listed:
        found.setdefault(entry.module, Counter())[entry.use.hazard.value] += 1
    return found
