"""What plain wasmtime was seen to do with the programs of `tests/misuse/programs`.

`make twins` runs them and writes `tests/misuse/evidence.json`:
`{"wasmtime": version, "platform": text, "outcomes": {program: outcome}}`, where an outcome begins
with crashed, hung, wrong, raised or fine and may go on with a detail ("crashed (SIGABRT)").
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

__all__ = ["VERDICTS", "Evidence", "EvidenceError", "load"]

VERDICTS = ("crashed", "hung", "wrong", "raised", "fine")


class EvidenceError(ValueError):
    """The file of evidence is there and cannot be understood."""


@dataclass(frozen=True)
class Evidence:
    """One recording: where it was made, and the outcome of each program."""

    wasmtime: str
    platform: str
    outcomes: Mapping[str, str]

    def count(self, verdict: str) -> int:
        """How many programs ended this way (one of `VERDICTS`)."""
        return sum(outcome.startswith(verdict) for outcome in self.outcomes.values())


def load(path: Path) -> Evidence | None:
    """The recording in a file; None when there is none. Raises `EvidenceError`."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise EvidenceError(f"{path.name}: {error}") from error
    if not isinstance(document, dict):
        raise EvidenceError(f"{path.name}: expected an object")
    wasmtime, platform = document.get("wasmtime"), document.get("platform")
    outcomes = document.get("outcomes")
    if not isinstance(wasmtime, str) or not isinstance(platform, str):
        raise EvidenceError(f"{path.name}: 'wasmtime' and 'platform' must be texts")
    if not isinstance(outcomes, dict):
        raise EvidenceError(f"{path.name}: 'outcomes' must be an object")
    for program, outcome in outcomes.items():
        if not isinstance(outcome, str) or not outcome.startswith(VERDICTS):
            raise EvidenceError(
                f"{path.name}: the outcome of {program} must begin with {', '.join(VERDICTS)}"
            )
    return Evidence(wasmtime, platform, dict(sorted(outcomes.items())))
