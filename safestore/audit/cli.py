"""`safestore audit`: prints what is promised and what is proved, and fails when that is untrue."""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import subprocess
import sys
from pathlib import Path

from safestore.audit import checkout, checks, evidence, markdown
from safestore.audit.checks import Finding
from safestore.audit.ledger import SHIPPED, STATUSES, Ledger, LedgerError, load

__all__ = ["main"]

# Not of the package, in which no guard can be switched off: of the tests in a checkout.
_PROVE = "tests.prove"
_LEDGER = "safestore/audit/ledger.json"
_NO_SOURCE = (
    "No source checkout here: only the guards were checked, with their errors. "
    "The tests, the twins and SAFETY.md are in the checkout (see --root)."
)


def main(argv: list[str]) -> int:
    """Runs the command. 0 when nothing was found, 1 when something was, 2 on wrong usage."""
    parser = _parser()
    options = parser.parse_args(argv)
    root: Path | None = options.root
    if root is None:
        root = checkout.find(Path.cwd())
    elif not checkout.is_checkout(root):
        parser.error(f"{root} is not a checkout of safestore")
    if options.write and root is None:
        parser.error("--write needs a source checkout: run it there, or give --root")
    if options.prove is not None:
        if root is None:
            parser.error("--prove needs a source checkout: run it there, or give --root")
        return _prove(root, options.prove)
    try:
        ledger = load(SHIPPED if root is None else root / _LEDGER)
    except LedgerError as error:
        print(error)
        return 1
    if options.write and root is not None:
        _write(ledger, root)
    findings = checks.without_source(ledger) if root is None else checks.everything(ledger, root)
    if options.json:
        print(_as_json(ledger, root, findings))
    else:
        _print(ledger, root, findings, quiet=options.quiet)
    return 1 if findings else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="safestore audit",
        description="The invariants that safestore promises, and what is proved of each. "
        "Exits 1 when a guard, an error, a test or a twin does not exist, when something is "
        "called proved without a test, when SAFETY.md is stale, or when cffi or ctypes is used "
        "outside safestore/native/.",
    )
    shape = parser.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="print everything as one JSON object")
    shape.add_argument(
        "--quiet", action="store_true", help="print only the findings and one line of summary"
    )
    shape.add_argument(
        "--prove",
        nargs="*",
        metavar="ID",
        help="instead disable each guard of each proved invariant, or of these, in a copy of the "
        "checkout, and exit 1 unless its tests fail then (minutes; needs the development tools)",
    )
    parser.add_argument("--write", action="store_true", help="first rewrite SAFETY.md's tables")
    parser.add_argument(
        "--root",
        type=Path,
        metavar="DIR",
        help="the source checkout (default: the one around the current directory)",
    )
    return parser


def _prove(root: Path, ids: list[str]) -> int:
    """Runs the checkout's own program, with the checkout's own package."""
    path = os.pathsep.join(filter(None, (str(root.resolve()), os.environ.get("PYTHONPATH"))))
    command = [sys.executable, "-m", _PROVE, *ids]
    return subprocess.run(command, cwd=root, env={**os.environ, "PYTHONPATH": path}).returncode


def _write(ledger: Ledger, root: Path) -> None:
    """Rewrites the tables. What makes that impossible is left for the check to report."""
    path = root / checks.SAFETY
    try:
        tables = markdown.blocks(ledger, evidence.load(root / checks.EVIDENCE))
        text = markdown.written(path.read_text(encoding="utf-8"), tables)
    except (OSError, evidence.EvidenceError, markdown.MarkerError):
        return
    path.write_text(text, encoding="utf-8", newline="\n")


def _print(ledger: Ledger, root: Path | None, findings: list[Finding], *, quiet: bool) -> None:
    if not quiet:
        print(_matrix(ledger))
        print()
    for finding in findings:
        print(finding)
    if findings and not quiet:
        print()
    counts = ", ".join(f"{ledger.count(status)} {status}" for status in STATUSES)
    total = f"{len(findings)} finding{'' if len(findings) == 1 else 's'}"
    print(f"{len(ledger.invariants)} invariants: {counts}; {total}")
    if root is None:
        print(_NO_SOURCE)


def _matrix(ledger: Ledger) -> str:
    head = ["id", "title", "status", "guards", "tests"]
    rows = [
        [
            row.id,
            row.title,
            # The cell says what is open in one word; SAFETY.md has room for the sentence.
            "partly" if row.status == "partly" else markdown.status_text(row),
            str(len(row.guards)),
            str(len(row.tests)),
        ]
        for row in ledger.invariants
    ]
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]
    numeric = {head.index("guards"), head.index("tests")}
    return "\n".join(
        "  ".join(
            cell.rjust(width) if column in numeric else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in [head, *rows]
    )


def _as_json(ledger: Ledger, root: Path | None, findings: list[Finding]) -> str:
    document = {
        "root": None if root is None else str(root),
        "summary": {status: ledger.count(status) for status in STATUSES},
        "findings": [dataclasses.asdict(finding) for finding in findings],
        "invariants": [dataclasses.asdict(row) for row in ledger.invariants],
    }
    return json.dumps(document, indent=2)
