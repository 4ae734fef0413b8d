"""Raw against safestore: which tests differ, which of that is allowed, and what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .suite import Run

# How a side is called here, and the package whose classes it must have been run with.
SERVED_BY = {"raw": "wasmtime", "safestore": "safestore"}


@dataclass(frozen=True)
class Deviation:
    """A test that passes on raw wasmtime and does not on safestore."""

    test: str
    verdict: str
    reason: str


def deviations(raw: Run, ours: Run) -> list[Deviation]:
    """What passes on raw and not on safestore; a test that is missing there counts as well."""
    return [
        Deviation(test, ours.results.get(test, "missing"), ours.reasons.get(test, ""))
        for test, verdict in sorted(raw.results.items())
        if verdict == "passed" and ours.results.get(test) != "passed"
    ]


def problems(raw: Run, ours: Run, allowed: Mapping[str, str]) -> list[str]:
    """Why safestore is no drop-in, or why that cannot be told; empty if all is well.

    An allowed deviation that did not occur, although its test ran, is a problem too: it is to be
    struck off the list.
    """
    found = []
    for side, run in (("raw", raw), ("safestore", ours)):
        if run.served_by != SERVED_BY[side]:
            found.append(f"{side}: the suite was served by {run.served_by or 'nobody'}")
        elif not run.finished:
            found.append(f"{side}: pytest broke down ({run.returncode}):\n{run.output}")
    if not raw.counts()["passed"]:
        found.append("nothing passes on raw")
    if found:
        # One cause says more than a line for every test.
        return found
    occurred = deviations(raw, ours)
    for each in occurred:
        if each.test not in allowed:
            found.append(f"{each.test} {each.verdict} on safestore: {each.reason}")
    needless = set(allowed) & set(raw.results) - {each.test for each in occurred}
    found.extend(f"{test} is allowed to deviate and does not" for test in sorted(needless))
    return found


def table(version: str, raw: Run, ours: Run) -> str:
    """The counts of both sides, for a person."""
    verdicts = ["passed", "failed", "error", "skipped"]
    header = f"wasmtime {version}"
    lines = [f"{header:<18}" + "".join(f"{verdict:>9}" for verdict in verdicts)]
    for side, run in (("raw", raw), ("safestore", ours)):
        counts = run.counts()
        lines.append(f"{side:<18}" + "".join(f"{counts[verdict]:>9}" for verdict in verdicts))
    return "\n".join(lines)
