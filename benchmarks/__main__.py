"""`python -m benchmarks [--row NAME]... [--passes N] [--json] [--check]`.

Plain wasmtime and safestore, in turns, in one process. `--check` exits with 1 when a row is
slower than plain wasmtime, or a call of `add` less than 5 times faster.
"""

from __future__ import annotations

import argparse
import json
import sys

from . import calls, data, entering, machine, making, moving
from .pairs import Measured, measure
from .report import as_json, fails, table, verdict
from .row import Row

ROWS = (*calls.ROWS, *data.ROWS, *making.ROWS, *entering.ROWS, *moving.ROWS)


def _chosen(wanted: list[str]) -> list[Row]:
    """The rows whose name holds one of the words; all without any."""
    if not wanted:
        return list(ROWS)
    return [row for row in ROWS if any(word.lower() in row.name.lower() for word in wanted)]


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; 0, or 1 when asked to check and a row fails."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--row", action="append", default=[], help="only rows whose name has this")
    parser.add_argument("--passes", type=int, default=9, help="how often to go through the rows")
    parser.add_argument("--json", action="store_true", help="print everything as JSON")
    parser.add_argument("--check", action="store_true", help="exit with 1 when a row fails")
    chosen = parser.parse_args(arguments)
    rows = _chosen(chosen.row)
    if not rows:
        parser.error(f"no such row; there are: {', '.join(row.name for row in ROWS)}")
    if chosen.passes < 1:
        parser.error("at least one pass")

    measured: list[Measured] = []
    for done, measured in enumerate(measure(rows, chosen.passes), 1):  # noqa: B007
        if sys.stderr.isatty():
            print(f"\rpass {done} of {chosen.passes}", end="", file=sys.stderr, flush=True)
    if sys.stderr.isatty():
        print(file=sys.stderr)

    if chosen.json:
        found = {"machine": machine.described(), "rows": [as_json(each) for each in measured]}
        print(json.dumps(found, indent=2))
    else:
        print(", ".join(f"{name} {value}" for name, value in machine.described().items()))
        print(table(measured))
    failing = [each for each in measured if fails(each)]
    for each in failing:
        print(f"{each.row.name}: {verdict(each)} ({each.ratio:.2f})", file=sys.stderr)
    return 1 if chosen.check and failing else 0


if __name__ == "__main__":
    sys.exit(main())
