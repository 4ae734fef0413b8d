"""Holds the ledger against the source. Each check gives the findings of one kind.

An empty list from `everything` is what "audited" means: every promise of the design has a row,
every row points at code and tests that exist, and SAFETY.md says what the ledger says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from safestore.audit import evidence, foreign, markdown, symbols
from safestore.audit.ledger import Invariant, Ledger, known_ids
from safestore.audit.nodes import NodeIndex

__all__ = [
    "Finding",
    "claims",
    "document",
    "errors",
    "everything",
    "guards",
    "ids",
    "native",
    "tests",
    "twins",
    "without_source",
]

SAFETY = "SAFETY.md"
EVIDENCE = "tests/misuse/evidence.json"
PROGRAMS = "tests/misuse/programs"


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: an invariant's id or a `path:line`, the check, and what it saw."""

    subject: str
    check: str
    message: str

    def __str__(self) -> str:
        return f"{self.subject}: {self.check}: {self.message}"


def everything(ledger: Ledger, root: Path) -> list[Finding]:
    """All findings in a checkout."""
    return [
        *without_source(ledger),
        *tests(ledger, root),
        *twins(ledger, root),
        *native(root),
        *document(ledger, root),
    ]


def without_source(ledger: Ledger) -> list[Finding]:
    """The findings that need no checkout, only the installed package."""
    return [*ids(ledger), *claims(ledger), *guards(ledger), *errors(ledger)]


def ids(ledger: Ledger) -> list[Finding]:
    """Every invariant of the design has exactly one row, and no other row is there."""
    present = [row.id for row in ledger.invariants]
    known = known_ids()
    return [
        *(Finding(id_, "ids", "the invariant has no row") for id_ in known if id_ not in present),
        *(
            Finding(id_, "ids", "no invariant of the design has this id")
            for id_ in dict.fromkeys(present)
            if id_ not in known
        ),
        *(
            Finding(id_, "ids", "the invariant has more than one row")
            for id_ in dict.fromkeys(present)
            if present.count(id_) > 1
        ),
    ]


def claims(ledger: Ledger) -> list[Finding]:
    """What is called proved, if only in part, has a guard and a test."""
    return [
        Finding(row.id, "claims", f"marked {row.status} without a {what}")
        for row in ledger.invariants
        if row.status != "planned"
        for what, there in (("guard", row.guards), ("test", row.tests))
        if not there
    ]


def guards(ledger: Ledger) -> list[Finding]:
    """Every guard is a symbol of safestore itself."""
    return _missing(ledger, "guards", lambda row: row.guards, symbols.missing_guard)


def errors(ledger: Ledger) -> list[Finding]:
    """Every error is an exception class that a user can import."""
    return _missing(ledger, "errors", lambda row: row.errors, symbols.missing_error)


def tests(ledger: Ledger, root: Path) -> list[Finding]:
    """Every test exists and is one that pytest runs."""
    return _missing(ledger, "tests", lambda row: row.tests, NodeIndex(root).missing)


def twins(ledger: Ledger, root: Path) -> list[Finding]:
    """Every twin is a program of the catalogue."""

    def missing(name: str) -> str | None:
        there = (root / PROGRAMS / f"{name}.py").is_file()
        return None if there else f"there is no {PROGRAMS}/{name}.py"

    return _missing(ledger, "twins", lambda row: row.twins, missing)


def native(root: Path) -> list[Finding]:
    """Nothing outside `safestore/native/` uses cffi or ctypes."""
    return [
        Finding(f"{use.path}:{use.line}", "native", f"outside safestore/native/: {use.what}")
        for use in foreign.uses_in_package(root / "safestore")
    ]


def document(ledger: Ledger, root: Path) -> list[Finding]:
    """SAFETY.md has the tables that the ledger and the evidence give."""
    try:
        text = (root / SAFETY).read_text(encoding="utf-8")
    except OSError as error:
        return [Finding(SAFETY, "document", f"cannot be read: {error.strerror}")]
    try:
        tables = markdown.blocks(ledger, evidence.load(root / EVIDENCE))
        fresh = markdown.written(text, tables)
    except (evidence.EvidenceError, markdown.MarkerError) as error:
        return [Finding(SAFETY, "document", str(error))]
    if fresh == text:
        return []
    pairs = zip(text.splitlines(), fresh.splitlines(), strict=False)
    line = next((n for n, (old, new) in enumerate(pairs, start=1) if old != new), 1)
    return [Finding(f"{SAFETY}:{line}", "document", "stale: run `safestore audit --write`")]


def _missing(
    ledger: Ledger,
    check: str,
    items: Callable[[Invariant], Iterable[str]],
    why: Callable[[str], str | None],
) -> list[Finding]:
    """One finding for each item of each row that `why` does not find."""
    return [
        Finding(row.id, check, f"{item}: {reason}")
        for row in ledger.invariants
        for item in items(row)
        if (reason := why(item)) is not None
    ]
