"""Small source trees in which the audit finds nothing, so that each test plants one defect."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from safestore.audit import markdown
from safestore.audit.ledger import FAMILIES, Ledger, parse

PYPROJECT = '[build-system]\nrequires = []\n\n[project]\nname = "safestore"\n'


def row(id_: str = "R1", **changes: Any) -> dict[str, Any]:
    """A row that may be called proved, with some fields changed."""
    family = next((name for name, ids in FAMILIES.items() if id_ in ids), "Entry")
    fields: dict[str, Any] = {
        "id": id_,
        "family": family,
        "title": f"Title of {id_}",
        "statement": "What always holds.",
        "why": "What the engine needs.",
        "guards": ["safestore.errors:MisuseError"],
        "errors": ["StoreBusyError"],
        "static_rule": "none",
        "tests": ["tests/test_planted.py::test_one"],
        "twins": ["one_misuse"],
        "raw": "What happens otherwise.",
        "status": "proved",
        "open": "",
        "part": 1,
    }
    assert changes.keys() <= fields.keys()
    return fields | changes


def rows(*changed: dict[str, Any]) -> list[dict[str, Any]]:
    """A row for every invariant; those given take the places of theirs."""
    by_id = {fields["id"]: fields for fields in changed}
    return [by_id.get(id_) or row(id_) for ids in FAMILIES.values() for id_ in ids]


def ledger(*invariants: dict[str, Any]) -> Ledger:
    """The ledger of these rows."""
    return parse(text(*invariants))


def text(*invariants: dict[str, Any]) -> str:
    """The ledger's file."""
    return json.dumps({"invariants": list(invariants)}, indent=2) + "\n"


def tree(root: Path, *changed: dict[str, Any]) -> Path:
    """A checkout in `root` in which nothing is wrong, but for the rows given."""
    invariants = rows(*changed)
    write(root, "pyproject.toml", PYPROJECT)
    write(root, "safestore/audit/ledger.json", text(*invariants))
    write(root, "safestore/native/library.py", "import ctypes\n")
    write(root, "safestore/objects.py", "import wasmtime\n")
    write(root, "tests/test_planted.py", "def test_one():\n    pass\n")
    write(root, "tests/misuse/programs/one_misuse.py", "")
    places = [
        f"<!-- ledger: {name} -->\n<!-- end of ledger: {name} -->\n"
        for name in markdown.block_names()
    ]
    document = "\n".join(["# Safety\n", *places])
    write(root, "SAFETY.md", markdown.written(document, markdown.blocks(ledger(*invariants), None)))
    return root


def write(root: Path, path: str, content: str) -> Path:
    """Writes a file of the tree, making its directories."""
    place = root / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(content, encoding="utf-8")
    return place
