"""A list of objects, one for each finding; its notes have places of their own."""

from __future__ import annotations

import json
from typing import Any

from ..finding import Place
from ..run import Result

__all__ = ["placed", "written"]


def written(result: Result) -> str:
    found = [
        {
            **placed(finding.place),
            "code": finding.code,
            "message": finding.message,
            "notes": [{**placed(note.place), "message": note.message} for note in finding.notes],
        }
        for finding in result.findings
    ]
    return json.dumps(found, indent=2)


def placed(place: Place) -> dict[str, Any]:
    """A place as the fields of an object; the end is the first column behind it."""
    return {
        "path": place.path,
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
    }
