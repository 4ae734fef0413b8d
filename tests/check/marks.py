"""What a corpus says of itself: `# E: safestore-moved` at the end of a line expects that finding.

`# E: a|b` expects either, `# E: a, b` both. No other line has a finding.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

_MARK = re.compile(r"#\s*E:\s*(safestore-[\w\-|, ]+?)\s*$")

# Where, and which of these codes.
Expected = tuple[str, int, frozenset[str]]
Found = tuple[str, int, str]


@dataclass
class Outcome:
    """Marks against findings. Codes of one line are a set: a front end may join two of a kind."""

    met: list[Expected] = field(default_factory=list)
    missed: list[Expected] = field(default_factory=list)
    alarms: list[Found] = field(default_factory=list)

    @property
    def perfect(self) -> bool:
        return not self.missed and not self.alarms

    def __str__(self) -> str:
        marks = len(self.met) + len(self.missed)
        lines = [f"{len(self.met)} of {marks} marks found, {len(self.alarms)} false alarms"]
        lines += [f"  missed {path}:{line} {'|'.join(sorted(c))}" for path, line, c in self.missed]
        lines += [f"  alarm  {path}:{line} {code}" for path, line, code in self.alarms]
        return "\n".join(lines)


def marks(path: Path, name: str) -> list[Expected]:
    """The marks of a file; `name` is what its findings have as their path."""
    expected = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        mark = _MARK.search(line)
        if mark:
            for each in mark[1].split(","):
                expected.append((name, number, frozenset(each.strip().split("|"))))
    return expected


def compare(expected: Iterable[Expected], found: Iterable[Found]) -> Outcome:
    """Match each mark with a finding of its own; what is left over is a false alarm."""
    outcome = Outcome()
    by_place: Mapping[tuple[str, int], set[str]] = defaultdict(set)
    for path, line, code in found:
        by_place[path, line].add(code)
    # First those that leave no choice.
    for path, line, codes in sorted(expected, key=lambda each: len(each[2])):
        there = by_place[path, line] & codes
        if there:
            by_place[path, line].remove(min(there))
            outcome.met.append((path, line, codes))
        else:
            outcome.missed.append((path, line, codes))
    outcome.alarms = sorted((*place, code) for place, codes in by_place.items() for code in codes)
    outcome.missed.sort(key=lambda each: each[:2])
    return outcome
