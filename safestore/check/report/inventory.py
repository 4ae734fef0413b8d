"""How an inventory is written."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable

from ..inventory import Entry, counts
from .json import placed
from .text import PLAIN, Paint, located, number

__all__ = ["FORMATS", "as_json", "as_text"]


def as_text(listed: list[Entry], paint: Paint = PLAIN) -> str:
    """The entries by module, then how many of each kind there are."""
    lines: list[str] = []
    for module, kinds in counts(listed).items():
        lines.append(f"{paint.strong}{module}{paint.end}: {_totals(kinds)}")
        for entry in listed:
            if entry.module == module:
                lines.append(f"  {_entry(entry, paint)}")
        lines.append("")
    refused = sum(entry.refused for entry in listed)
    total = sum(counts(listed).values(), Counter[str]())
    summary = f"{number(len(listed), 'use')} in {number(len(counts(listed)), 'module')}"
    if total:
        summary += f" ({_totals(total)}); {refused} not allowed"
    return "\n".join([*lines, summary])


def _entry(entry: Entry, paint: Paint) -> str:
    use = entry.use
    text = f"{located(use.place, paint)} {use.hazard.value}: {use.name}"
    if entry.refused:
        return f"{text}  {paint.error}[not allowed]{paint.end}"
    return text if entry.allowed is None else f"{text}  [allowed by {entry.allowed}]"


def _totals(kinds: Counter[str]) -> str:
    return ", ".join(f"{number} {kind}" for kind, number in sorted(kinds.items()))


def as_json(listed: list[Entry]) -> str:
    """An object: `uses`, a list, and `modules`, how many of each kind each has."""
    uses = [
        {
            **placed(entry.use.place),
            "module": entry.module,
            "kind": entry.use.hazard.value,
            "name": entry.use.name,
            "allowed": not entry.refused,
            "allowed_by": entry.allowed,
        }
        for entry in listed
    ]
    return json.dumps({"uses": uses, "modules": counts(listed)}, indent=2)


FORMATS: dict[str, Callable[[list[Entry]], str]] = {"text": as_text, "json": as_json}
