"""SARIF 2.1.0, which code scanners exchange."""

from __future__ import annotations

import json
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from typing import Any
from urllib.parse import quote

from ..finding import Finding, Place
from ..rules import RULES
from ..run import Result
from .paths import relative

__all__ = ["written"]

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_CODES = list(RULES)


def written(result: Result) -> str:
    driver: dict[str, Any] = {
        "name": "safestore check",
        "rules": [
            {
                "id": rule.code,
                "shortDescription": {"text": rule.title},
                "fullDescription": {"text": rule.rule},
                "help": {"text": rule.mend},
                "defaultConfiguration": {"level": "error"},
            }
            for rule in RULES.values()
        ],
    }
    with suppress(PackageNotFoundError):
        driver["semanticVersion"] = version("safestore")
    invocation: dict[str, Any] = {"executionSuccessful": not result.broken}
    if result.broken:
        invocation["toolExecutionNotifications"] = [
            {
                "level": "error",
                "message": {"text": broken.message},
                "locations": [{"physicalLocation": _physical(broken.place)}],
            }
            for broken in result.broken
        ]
    run = {
        "tool": {"driver": driver},
        "invocations": [invocation],
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding) for finding in result.findings],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def _result(finding: Finding) -> dict[str, Any]:
    found: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": _CODES.index(finding.code),
        "level": "error",
        "message": {"text": finding.message},
        "locations": [{"physicalLocation": _physical(finding.place)}],
    }
    if finding.notes:
        found["relatedLocations"] = [
            {
                "id": number,
                "message": {"text": note.message},
                "physicalLocation": _physical(note.place),
            }
            for number, note in enumerate(finding.notes)
        ]
    return found


def _physical(place: Place) -> dict[str, Any]:
    return {
        "artifactLocation": {"uri": quote(relative(place.path))},
        "region": {
            "startLine": place.line,
            "startColumn": place.column,
            "endLine": place.end_line,
            "endColumn": place.end_column,
        },
    }
