"""`python -m tests.misuse.twins`: what raw wasmtime and safestore make of each program.

Prints a table in markdown and writes what raw wasmtime did into `evidence.json`. Names as
arguments (or beginnings of names, for example `r1 v2_numpy`) select programs; then nothing is
written.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from tests.misuse import evidence
from tests.misuse.catalogue import Misuse, load
from tests.misuse.run import SEVERITY, Outcome, run, worst

RUNS = 5  # a race may go well; what counts is the worst that it did


def main(selected: tuple[str, ...]) -> None:
    """Runs the selected programs, or all."""
    misuses = [misuse for misuse in load() if not selected or misuse.name.startswith(selected)]
    print("| program | invariant | raw wasmtime | safestore |")
    print("| --- | --- | --- | --- |")
    outcomes = {}
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for misuse, (raw, safe) in zip(misuses, pool.map(_twins, misuses), strict=True):
            outcomes[misuse.name] = raw
            print(f"| {misuse.name} | {misuse.invariant} | {raw} | {safe} |", flush=True)
    count = Counter(raw.kind for raw in outcomes.values())
    total = ", ".join(f"{count[kind]} {kind}" for kind in SEVERITY)
    print(f"\nOf {len(misuses)} programs on raw wasmtime: {total}.")
    if not selected:
        named = {name: str(raw) for name, raw in outcomes.items()}
        evidence.write(evidence.observed(named, RUNS))


def _twins(misuse: Misuse) -> tuple[Outcome, Outcome]:
    raw: list[Outcome] = []
    while len(raw) < RUNS and not any(outcome.kind in ("crashed", "hung") for outcome in raw):
        raw.append(run(misuse.path, "raw"))
    return worst(raw), run(misuse.path, "safestore")


if __name__ == "__main__":
    main(tuple(sys.argv[1:]))
