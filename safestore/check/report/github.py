"""Workflow commands, which GitHub shows as annotations beside the lines of a pull request."""

from __future__ import annotations

from ..finding import Finding
from ..run import Result
from .paths import relative

__all__ = ["written"]


def written(result: Result) -> str:
    return "\n".join(map(_command, result.findings))


def _command(finding: Finding) -> str:
    place = finding.place
    fields = {
        "file": relative(place.path),
        "line": place.line,
        "endLine": place.end_line,
        "col": place.column,
        "endColumn": place.end_column,
        "title": finding.code,
    }
    if place.end_line != place.line:
        # Columns are for one line only.
        del fields["col"], fields["endColumn"]
    properties = ",".join(f"{name}={_property(str(value))}" for name, value in fields.items())
    lines = [finding.message]
    for note in finding.notes:
        at = note.place
        lines.append(f"{relative(at.path)}:{at.line}:{at.column}: {note.message}")
    return f"::error {properties}::{_data(chr(10).join(lines))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
