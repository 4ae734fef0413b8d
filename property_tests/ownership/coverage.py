"""Which rows of the table were met, and how often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from .spec import UNREACHABLE, Transition, transitions

__all__ = ["Coverage"]


class Coverage:
    """Counts steps and transitions, over all examples."""

    def __init__(self) -> None:
        self.steps = 0
        self.met: Counter[Transition] = Counter()

    def count(self, met: Iterable[Transition]) -> None:
        """A step that went as the model said, by these rows."""
        self.steps += 1
        self.met.update(met)

    def missing(self) -> list[Transition]:
        """What can be met, and was not."""
        return [each for each in transitions() if each not in self.met and each not in UNREACHABLE]

    def undeclared(self) -> list[Transition]:
        """What was met, and the table does not have, or says that it cannot be."""
        known = set(transitions()) - set(UNREACHABLE)
        return [each for each in self.met if each not in known]

    def report(self) -> str:
        """A line for each row, legal ones first, then the refusals, then what was never met."""
        allowed = ("ok", "parks", "one after the other", "one refused meanwhile", "Trap")
        legal = [each for each in transitions() if each[3] in allowed]
        refused = [each for each in transitions() if each[3] not in allowed]
        lines = []
        for title, rows in (("Allowed", legal), ("Refused", refused)):
            met = sum(each in self.met for each in rows)
            never = sum(each in UNREACHABLE for each in rows)
            lines.append(f"{title}: {met} of {len(rows)} met ({never} cannot be)")
            lines += [f"  {self.met[each]:>8}  {_shown(each)}" for each in rows if each in self.met]
        for title, rows in (("Never met", self.missing()), ("Not expected", self.undeclared())):
            if rows:
                lines.append(f"{title}:")
                lines += [f"  {_shown(each)}" for each in rows]
        return "\n".join(lines)


def _shown(transition: Transition) -> str:
    operation, standing, when, outcome = transition
    condition = f", when {when}" if when else ""
    return f"{operation} | {standing}{condition} -> {outcome}"
