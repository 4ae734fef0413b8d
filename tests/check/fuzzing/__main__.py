"""`python -m tests.check.fuzzing [--seconds N] [--seed TEXT] [NAME...]`: exits with 1 on a fault.

First what is hard, then the standard library as it is, then with safestore mixed in, by chance,
until the time is over; a NAME limits the library to the files that have it in their path.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterator
from itertools import count

from ..projects import ROOT
from .changes import changed
from .hard import PROGRAMS
from .library import is_python, sources
from .run import Report, run

_BATCH = 60
_FAULTS = ROOT / ".cache" / "check" / "faults"

_Batch = tuple[str, dict[str, str]]


def batches(names: list[str], seed: str) -> Iterator[_Batch]:
    """What to look at next, and what that is, without end."""
    yield "hard", {f"{name}.py": text for name, text in PROGRAMS.items() if is_python(text)}
    library = {
        path: text
        for path, text in sources().items()
        if not names or any(name in path for name in names)
    }
    paths = list(library)
    for part in _parts(paths):
        yield "as it is", {path: library[path] for path in part}
    for number in count():
        # Smaller files first, on the whole: more of them get their turn.
        random.Random(f"{seed} {number}").shuffle(paths)
        for part in _parts(sorted(paths, key=lambda path: len(library[path]) > 40_000)):
            name = f"{seed}.{number}"
            yield name, {path: changed(library[path], f"{name} {path}") for path in part}


def _parts(paths: list[str]) -> Iterator[list[str]]:
    for first in range(0, len(paths), _BATCH):
        yield paths[first : first + _BATCH]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.check.fuzzing", description=__doc__)
    parser.add_argument("--seconds", type=float, default=600, help="no new batch after that")
    parser.add_argument("--seed", default="0", help="for what is left to chance")
    parser.add_argument("--changed", action="store_true", help="only with safestore mixed in")
    parser.add_argument("name", nargs="*", help="only files with this in their path")
    chosen = parser.parse_args(arguments)
    until = time.monotonic() + chosen.seconds
    total = Report()
    for kind, programs in batches(chosen.name, chosen.seed):
        if chosen.changed and kind in ("hard", "as it is"):
            continue
        report = run(programs)
        total.add(report)
        print(
            f"{kind}: {report.modules} modules, {report.lines:,} lines, {report.findings} findings,"
            f" {report.seconds:.1f} s, slowest {report.slowest[0]:.1f} s {report.slowest[1]}",
            flush=True,
        )
        for name, fault in report.broken.items():
            print(f"FAULT in {name}:\n{fault}", flush=True)
            _keep(kind, name, programs)
        for name, words in report.refused.items():
            print(f"  mypy itself refuses {name}: {words.strip().splitlines()[-1]}")
        if time.monotonic() > until:
            break
    print(
        f"{total.modules} modules, {total.lines:,} lines, {total.findings} findings,"
        f" {len(total.broken)} faults, slowest {total.slowest[0]:.1f} s {total.slowest[1]}"
    )
    return 1 if total.broken else 0


def _keep(kind: str, name: str, programs: dict[str, str]) -> None:
    path = name.partition(":")[0].removesuffix(".py").replace(".", "/")
    for each in (f"{path}.py", f"{path}/__init__.py"):
        if each in programs:
            _FAULTS.mkdir(parents=True, exist_ok=True)
            kept = _FAULTS / f"{kind} {each.replace('/', '.')}".replace(" ", "_")
            kept.write_text(programs[each], encoding="utf-8")
            print(f"kept as {kept.relative_to(ROOT)}")


if __name__ == "__main__":
    sys.exit(main())
