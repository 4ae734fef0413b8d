"""Writes the tables of SAFETY.md between their markers; the prose around them is hand-written.

A table stands between `<!-- ledger: NAME -->` and `<!-- end of ledger: NAME -->`, each on a line
of its own. NAME is `summary`, `evidence`, or a family of the ledger in lower case with hyphens.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from safestore.audit.evidence import VERDICTS, Evidence
from safestore.audit.ledger import FAMILIES, STATUSES, Invariant, Ledger

__all__ = ["MarkerError", "block_names", "blocks", "status_text", "written"]

_MARKER = re.compile(r"<!-- (?P<end>end of )?ledger: (?P<name>[\w-]+) -->")
_NOTHING = "none"
_NOT_YET = "not yet"


class MarkerError(ValueError):
    """A marker of SAFETY.md is missing, unknown, twice there or out of order."""


def written(document: str, tables: Mapping[str, str]) -> str:
    """The document with each of `tables` between its markers. Raises `MarkerError`.

    Every table must have its place, and every place its table: a table that silently goes
    missing would look like an invariant that nobody promises.
    """
    lines: list[str] = []
    placed: list[str] = []
    within: str | None = None
    for line in document.splitlines():
        marker = _MARKER.fullmatch(line.strip())
        if marker is None:
            if within is None:
                lines.append(line)
        elif marker["end"]:
            if within != marker["name"]:
                raise MarkerError(f"{line.strip()!r} ends a table that did not begin")
            within = None
            lines.append(line)
        else:
            name = marker["name"]
            if within is not None:
                raise MarkerError(f"the table {within!r} does not end before {line.strip()!r}")
            if name not in tables or name in placed:
                state = "twice there" if name in placed else "not a table of the ledger"
                raise MarkerError(f"{line.strip()!r} is {state}")
            within = name
            placed.append(name)
            lines += [line, "", tables[name], ""]
    if within is not None:
        raise MarkerError(f"the table {within!r} has no end")
    absent = [name for name in tables if name not in placed]
    if absent:
        raise MarkerError(f"no place for the tables: {', '.join(absent)}")
    return "\n".join(lines) + "\n"


def block_names() -> tuple[str, ...]:
    """The names of all tables, in the order in which a reader wants them."""
    return ("summary", *(_slug(family) for family in FAMILIES), "evidence")


def blocks(ledger: Ledger, evidence: Evidence | None) -> dict[str, str]:
    """The text of every table, by name."""
    tables = {"summary": _summary(ledger)}
    for family in FAMILIES:
        tables[_slug(family)] = _family(ledger.family(family))
    tables["evidence"] = _evidence(ledger, evidence)
    return tables


def status_text(row: Invariant) -> str:
    """The status of a row as a reader wants it: what is open, and which part builds it."""
    if row.status == "proved":
        return "proved"
    by = "a later part" if row.part is None else f"part {row.part}"
    return f"planned ({by})" if row.status == "planned" else f"partly; open: {row.open}"


def _slug(family: str) -> str:
    return family.lower().replace(" ", "-")


def _summary(ledger: Ledger) -> str:
    rows = [
        [
            f"[{family}](#{_slug(family)})",
            ", ".join(f"[{row.id}](#{row.id})" for row in ledger.family(family)),
            *(
                str(sum(row.status == status for row in ledger.family(family)))
                for status in STATUSES
            ),
        ]
        for family in FAMILIES
    ]
    total = str(len(ledger.invariants))
    rows.append(["**All**", total, *(str(ledger.count(status)) for status in STATUSES)])
    return _table(["Family", "Invariants", *STATUSES], rows)


def _family(invariants: Iterable[Invariant]) -> str:
    head = [
        "Id",
        "Invariant",
        "Why the engine needs it",
        "Guard",
        "Error",
        "Static rule",
        "Tests",
        "Raw wasmtime",
        "Status",
    ]
    return _table(head, [_row(row) for row in invariants])


def _row(row: Invariant) -> list[str]:
    unwritten = _NOT_YET if row.status == "planned" else _NOTHING
    raw = _prose(row.raw)
    if row.twins:
        raw += "<br>Twins: " + _codes(row.twins, ", ", _NOTHING)
    return [
        f'<a id="{row.id}"></a>{row.id}',
        f"**{_prose(row.title)}.** {_prose(row.statement)}",
        _prose(row.why),
        _codes(row.guards, "<br>", unwritten),
        _codes(row.errors, "<br>", _NOTHING),
        _NOTHING if row.static_rule == "none" else f"`{row.static_rule}`",
        _codes(row.tests, "<br>", unwritten),
        raw,
        _prose(status_text(row)),
    ]


def _evidence(ledger: Ledger, evidence: Evidence | None) -> str:
    if evidence is None:
        return "No evidence is recorded yet. `make twins` runs the programs and records it."
    counts = ", ".join(f"{evidence.count(verdict)} {verdict}" for verdict in VERDICTS)
    head = (
        f"Recorded on wasmtime {_prose(evidence.wasmtime)}, {_prose(evidence.platform)}: "
        f"{len(evidence.outcomes)} programs, {counts}."
    )
    rows = []
    for program, outcome in evidence.outcomes.items():
        ids = [f"[{row.id}](#{row.id})" for row in ledger.invariants if program in row.twins]
        rows.append([f"`{program}`", ", ".join(ids), _prose(outcome)])
    return head + "\n\n" + _table(["Program", "Invariants", "Raw wasmtime"], rows)


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _prose(text: str) -> str:
    # A cell is one line; a bar would end it, and an angle bracket would start a tag.
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


def _codes(items: tuple[str, ...], separator: str, empty: str) -> str:
    return separator.join(f"`{item}`" for item in items) if items else empty
