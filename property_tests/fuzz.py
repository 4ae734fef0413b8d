"""The state machine of ownership, for as many steps as asked: `python -m property_tests.fuzz`.

Prints which transitions of the model were met, and how often. Exits with 1 when one that can be met
was not, or when safestore does something else than the model says; then it prints the shortest run
that it found. The seed that it prints repeats everything that was chosen.
"""

from __future__ import annotations

import argparse
import sys
import time

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from .ownership.coverage import Coverage
from .ownership.machine import COVERAGE, Ownership

_BATCH = 200


def _run(steps: int, first: int, begun: float) -> Coverage:
    batch = first
    # Somewhat longer, should chance have left out a row.
    while COVERAGE.steps < steps or (COVERAGE.missing() and COVERAGE.steps < 2 * steps):
        machine = seed(batch)(type(f"Ownership{batch}", (Ownership,), {}))
        run_state_machine_as_test(
            machine,
            settings=settings(
                max_examples=_BATCH,
                stateful_step_count=50,
                database=None,
                deadline=None,
                print_blob=True,
                phases=[Phase.generate, Phase.shrink],
                suppress_health_check=list(HealthCheck),
            ),
        )
        taken = time.monotonic() - begun
        print(f"seed {batch}: {COVERAGE.steps} steps in {taken:.0f} s", flush=True)
        batch += 1
    return COVERAGE


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=200_000, help="at least so many")
    parser.add_argument("--seed", type=int, default=None, help="of the first 200 runs")
    arguments = parser.parse_args()
    begun = time.monotonic()
    first = time.time_ns() % 2**32 if arguments.seed is None else arguments.seed
    print(f"first seed: {first}", flush=True)
    coverage = _run(arguments.steps, first, begun)
    print(coverage.report())
    taken = time.monotonic() - begun
    print(f"{coverage.steps} steps in {taken:.0f} s, first seed {first}")
    return 1 if coverage.missing() or coverage.undeclared() else 0


if __name__ == "__main__":
    sys.exit(main())
