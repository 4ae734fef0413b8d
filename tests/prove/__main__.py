"""`python -m tests.prove [ID ...]`: disables the guards of the proved rows, one by one."""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

from safestore.audit.ledger import LedgerError, known_ids, load
from tests.prove.declared import MUTATIONS
from tests.prove.proof import Result, prove

ROOT = Path(__file__).parents[2]


def main(argv: list[str]) -> int:
    """Runs the command: 0 when every guard was missed, 1 when one was not, 2 on wrong usage."""
    parser = argparse.ArgumentParser(
        prog="safestore audit --prove",
        description="Disables each guard of each proved invariant in a copy of the checkout. "
        "Exits 1 unless the tests of its row fail then, and pass otherwise.",
    )
    parser.add_argument("ids", nargs="*", metavar="ID", help="an invariant (default: all proved)")
    parser.add_argument("--jobs", type=int, default=min(2, os.cpu_count() or 1))
    options = parser.parse_args(argv)
    unknown = sorted(set(options.ids) - set(known_ids()))
    if unknown:
        parser.error(f"no such invariant: {', '.join(unknown)}")
    if not hasattr(os, "killpg"):
        parser.error("needs process groups, which this system has not")
    try:
        ledger = load(ROOT / "safestore/audit/ledger.json")
    except LedgerError as error:
        print(error)
        return 1
    rows = [
        row
        for row in ledger.invariants
        if (row.id in options.ids if options.ids else row.status == "proved")
    ]
    began = time.monotonic()
    results = prove(ROOT, MUTATIONS, rows, options.jobs, _progress)
    print(file=sys.stderr)
    print(table(results))
    bad = sum(not result.proved for result in results)
    guards = len({(result.invariant, result.guard) for result in results})
    print(
        f"\n{len(rows)} invariants, {guards} guards, {len(results)} mutations: "
        f"{len(results) - bad} killed, {bad} not; {time.monotonic() - began:.0f} s"
    )
    return 1 if bad else 0


def _progress(result: Result) -> None:
    print("." if result.proved else "!", end="", file=sys.stderr, flush=True)


def table(results: list[Result]) -> str:
    """One line a mutation, and below it who noticed what."""
    lines = []
    for result in results:
        verdict = f"killed ({result.verdict})" if result.proved else result.verdict.upper()
        guard = result.guard.removeprefix("safestore.")
        lines.append(f"{result.invariant:3} {verdict:16} {guard}: {result.what}")
        lines += [f"{'':21}by {node}" for node in result.noticed]
        if result.reason:
            lines.append(f"{'':21}{result.reason[:160]}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
