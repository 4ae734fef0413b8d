"""The rows of `ledger.json`: one for each invariant that the library promises.

The ids are for life: a row may change its words, its guards and its status, never its number.
A field of the wrong shape is a `LedgerError` that names the row and the field. Whether a row
tells the truth about the source is not asked here but in `safestore.audit.checks`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args

__all__ = [
    "FAMILIES",
    "PARTS",
    "SHIPPED",
    "STATUSES",
    "Invariant",
    "Ledger",
    "LedgerError",
    "Status",
    "known_ids",
    "load",
    "parse",
]

Status = Literal["proved", "partly", "planned"]

STATUSES: tuple[Status, ...] = get_args(Status)
PARTS = range(1, 9)
SHIPPED = Path(__file__).with_name("ledger.json")

FAMILIES: Mapping[str, tuple[str, ...]] = {
    "Entry": ("R1", "R2", "R3", "R4", "R5"),
    "Pin and transfer": ("P1", "P2", "T1", "T2", "T3", "T4", "T5", "T6", "T7"),
    "Handles": ("H1", "H2", "H3", "L1"),
    "Memory views": ("V1", "V2", "V3"),
    "Callbacks and values": ("C1", "C2", "C3", "C4", "C5"),
    "Process": ("I1", "I2", "I3", "K1", "K2", "K3", "F1", "A1", "G1", "S1"),
    "Async": ("Y1", "Y2", "Y3", "Y4", "Y5", "Y6", "Y7", "Y8"),
    "Native": ("N1", "N2"),
}

STATIC_RULES = (
    "none",
    "safestore-async",
    "safestore-borrow",
    "safestore-closed",
    "safestore-leak",
    "safestore-maybe-moved",
    "safestore-moved",
    "safestore-send",
    "safestore-unsafe",
)

_GUARD = re.compile(r"safestore(\.\w+)*:[A-Za-z_]\w*(\.[A-Za-z_]\w*)*", re.ASCII)
_TEST = re.compile(r"(tests|property_tests)/[\w/]+\.py::\w+(::\w+)?", re.ASCII)
_NAME = re.compile(r"[A-Za-z_]\w*", re.ASCII)
_TWIN = re.compile(r"\w+(/\w+)*", re.ASCII)


class LedgerError(ValueError):
    """The ledger cannot be read. One line for each thing that is wrong with it."""


@dataclass(frozen=True)
class Invariant:
    """One row.

    `guards` are symbols (`safestore.module:Qual.name`), `errors` names of exception classes,
    `tests` node ids (`tests/x/test_y.py::test_z`, methods as `::Class::test_z`), `twins` names
    of programs in `tests/misuse/programs`. `raw` is what plain wasmtime was seen to do instead.
    `open` says what of a `partly` proved row is not proved yet. `part` is the part of the
    project that builds the row, None for a later part that has no number yet.
    """

    id: str
    family: str
    title: str
    statement: str
    why: str
    guards: tuple[str, ...]
    errors: tuple[str, ...]
    static_rule: str
    tests: tuple[str, ...]
    twins: tuple[str, ...]
    raw: str
    status: Status
    open: str
    part: int | None


@dataclass(frozen=True)
class Ledger:
    """All rows, in the order of the file."""

    invariants: tuple[Invariant, ...]

    def family(self, name: str) -> tuple[Invariant, ...]:
        """The rows of one family, in order."""
        return tuple(row for row in self.invariants if row.family == name)

    def count(self, status: Status) -> int:
        """How many rows have this status."""
        return sum(row.status == status for row in self.invariants)


def known_ids() -> tuple[str, ...]:
    """Every invariant that the design promises, in its order."""
    return tuple(id_ for ids in FAMILIES.values() for id_ in ids)


def load(path: Path = SHIPPED) -> Ledger:
    """The ledger in a file. Raises `LedgerError`, also when the file cannot be read."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LedgerError(f"{path}: {error}") from error
    return parse(text, str(path))


def parse(text: str, origin: str = "ledger.json") -> Ledger:
    """The ledger in a text. `origin` stands before each line of a `LedgerError`."""
    try:
        document = json.loads(text, object_pairs_hook=_without_duplicates)
    except ValueError as error:
        raise LedgerError(f"{origin}: {error}") from error
    rows = document.get("invariants") if isinstance(document, dict) else None
    if not isinstance(rows, list) or set(document) != {"invariants"}:
        raise LedgerError(f'{origin}: expected an object with one key, "invariants", a list')
    problems: list[str] = []
    invariants: list[Invariant] = []
    for number, row in enumerate(rows, start=1):
        wrong = _problems(row)
        if wrong:
            problems += [f"{origin}: row {_label(row, number)}: {problem}" for problem in wrong]
        else:
            invariants.append(_invariant(row))
    if problems:
        raise LedgerError("\n".join(problems))
    return Ledger(tuple(invariants))


def _without_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    row = dict(pairs)
    if len(row) != len(pairs):
        # json keeps the last of two equal keys in silence: half of a row would be lost.
        twice = sorted({key for key, _ in pairs if sum(key == other for other, _ in pairs) > 1})
        raise ValueError(f"written twice in one object: {', '.join(twice)}")
    return row


def _label(row: object, number: int) -> str:
    named = row.get("id") if isinstance(row, dict) else None
    return named if isinstance(named, str) and named else f"number {number}"


_TEXTS = ("id", "family", "title", "statement", "why", "raw")
_LISTS = {"guards": _GUARD, "errors": _NAME, "tests": _TEST, "twins": _TWIN}
_SHAPES = {
    "guards": "safestore.module:Qual.name",
    "errors": "a class name",
    "tests": "tests/path.py::name or tests/path.py::Class::name, without parameters",
    "twins": "the name of a program in tests/misuse/programs",
}
_FIELDS = frozenset({*_TEXTS, *_LISTS, "static_rule", "status", "open", "part"})


def _problems(row: object) -> list[str]:
    """What is wrong with the shape of one row; nothing if it can be read."""
    if not isinstance(row, dict):
        return [f"expected an object, got {type(row).__name__}"]
    wrong = [f"{name!r} is missing" for name in sorted(_FIELDS - set(row))]
    wrong += [f"{name!r} is not a field" for name in sorted(set(row) - _FIELDS)]
    if wrong:
        return wrong
    for name in _TEXTS:
        if not isinstance(row[name], str) or not row[name].strip():
            wrong.append(f"{name!r} must be a text that is not empty")
    for name, pattern in _LISTS.items():
        wrong += _list_problems(name, row[name], pattern)
    if row["static_rule"] not in STATIC_RULES:
        wrong.append(f"'static_rule' must be one of {', '.join(STATIC_RULES)}")
    if row["status"] not in STATUSES:
        wrong.append(f"'status' must be one of {', '.join(STATUSES)}")
    if not isinstance(row["open"], str):
        wrong.append("'open' must be a text")
    elif bool(row["open"].strip()) != (row["status"] == "partly"):
        wrong.append("'open' says what a partly proved row lacks; it is empty in all others")
    if row["part"] is not None and (type(row["part"]) is not int or row["part"] not in PARTS):
        wrong.append(f"'part' must be null or a number from {PARTS[0]} to {PARTS[-1]}")
    if not wrong and row["family"] not in FAMILIES:
        wrong.append(f"'family' must be one of {', '.join(FAMILIES)}")
    elif not wrong and row["id"] in known_ids() and row["id"] not in FAMILIES[row["family"]]:
        wrong.append(f"{row['id']} is not of the family {row['family']!r}")
    return wrong


def _list_problems(name: str, value: object, pattern: re.Pattern[str]) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        return [f"{name!r} must be a list of texts"]
    wrong = [
        f"{name!r}: {item!r} is not {_SHAPES[name]}"
        for item in value
        if not pattern.fullmatch(item)
    ]
    twice = sorted({item for item in value if value.count(item) > 1})
    return wrong + [f"{name!r}: {item!r} stands there twice" for item in twice]


def _invariant(row: dict[str, object]) -> Invariant:
    def text(name: str) -> str:
        return cast(str, row[name])

    def texts(name: str) -> tuple[str, ...]:
        return tuple(cast("list[str]", row[name]))

    return Invariant(
        id=text("id"),
        family=text("family"),
        title=text("title"),
        statement=text("statement"),
        why=text("why"),
        guards=texts("guards"),
        errors=texts("errors"),
        static_rule=text("static_rule"),
        tests=texts("tests"),
        twins=texts("twins"),
        raw=text("raw"),
        status=cast(Status, row["status"]),
        open=text("open"),
        part=cast("int | None", row["part"]),
    )
