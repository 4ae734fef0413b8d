"""`python -m tests.mutants [FILE ...]`: 0 if 95 % of the mutants of ownership/ are killed, and each
that is not is listed in docs/mutants.md."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

# Imported here, once, and not by each child.
import cffi  # noqa: F401
import coverage  # noqa: F401
import greenlet  # noqa: F401
import hypothesis  # noqa: F401
import pytest  # noqa: F401
import wasmtime
import wasmtime.component  # noqa: F401

from .baseline import OWNERSHIP, Baseline, TestsFail, measure
from .listed import listed, write_table
from .mutation import Mutant, mutants
from .quick import quick, report
from .trial import Copy, run, verdict

# Not with what takes long, exploration and strikes at every point, nor with storms, which strike at
# random: what one of these kills today it may let live tomorrow.
TESTS = [
    "tests/ownership",
    *("--ignore", "tests/ownership/exploring"),
    *("--ignore", "tests/ownership/test_move_storm.py"),
    *("--ignore", "tests/ownership/test_pinned_strikes.py"),
    *("--ignore", "tests/ownership/test_region_storm.py"),
]

# What of the mutants has to be killed.
ENOUGH = 0.95

_RESULTS = Path(__file__).parents[2] / ".cache" / "mutants.json"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("files", nargs="*", metavar="FILE", help="such as region; default: all")
    parser.add_argument("--again", action="store_true", help="only what was not killed before")
    parser.add_argument("--write", action="store_true", help="put the table in docs/mutants.md")
    parser.add_argument("--jobs", type=int, default=1, help="how many at a time; default: 1")
    options = parser.parse_args(arguments)
    everything = [mutant for path in sorted(OWNERSHIP.glob("*.py")) for mutant in mutants(path)]
    known = _known(everything)
    todo = [
        mutant
        for mutant in everything
        if (not options.files or mutant.file.removesuffix(".py") in options.files)
        and not (options.again and _is_killed(known[mutant.file].get(mutant.name)))
    ]
    try:
        found = _try_all(todo, options.jobs)
    except TestsFail as error:
        print(f"the tests fail without any mutant:\n{error}", file=sys.stderr)
        return 1
    # Another run may have ended meanwhile.
    known = _known(everything)
    for mutant, answer in zip(todo, found, strict=True):
        known[mutant.file][mutant.name] = answer
    _RESULTS.parent.mkdir(exist_ok=True)
    _RESULTS.write_text(json.dumps(known, indent=1, sort_keys=True), "utf-8")
    print(_table(known))
    if options.write:
        write_table(_table(known))
    return _judge(known)


def _is_killed(answer: list[object] | None) -> bool:
    return answer is not None and answer[0] != "survived"


def _known(everything: list[Mutant]) -> dict[str, dict[str, list[object]]]:
    """What earlier runs found, of the mutants that there still are."""
    found = json.loads(_RESULTS.read_text("utf-8")) if _RESULTS.exists() else {}
    # A definition may have moved to another file since.
    by_name = {name: verdict for of in found.values() for name, verdict in of.items()}
    known: dict[str, dict[str, list[object]]] = {mutant.file: {} for mutant in everything}
    for mutant in everything:
        answer = found.get(mutant.file, by_name).get(mutant.name)
        if answer is not None:
            known[mutant.file][mutant.name] = answer
    return known


def _try_all(todo: list[Mutant], jobs: int) -> list[list[object]]:
    """What became of each mutant: the verdict, the test that killed it, and the seconds."""
    with tempfile.TemporaryDirectory(prefix="safestore-mutants-") as name:
        directory = Path(name)
        baseline = measure(Copy(directory), TESTS, directory)
        workers = {}
        for number in range(jobs):
            worker = os.fork()
            if worker == 0:
                status = 1
                try:
                    mine = directory / str(number)
                    mine.mkdir()
                    _work(mine, baseline, todo[number::jobs])
                    status = 0
                finally:
                    os._exit(status)
            workers[worker] = number
        found: list[list[object]] = [[] for _ in todo]
        for worker, number in workers.items():
            if os.waitpid(worker, 0)[1]:
                raise RuntimeError("a worker failed")
            answers = (directory / str(number) / "answers").read_text("utf-8").splitlines()
            found[number::jobs] = [json.loads(answer) for answer in answers]
    return found


def _work(directory: Path, baseline: Baseline, todo: list[Mutant]) -> None:
    copy = Copy(directory)
    # Compiles what the others need.
    run(copy, TESTS, directory / "told", compiled=True)
    quick(copy, TESTS, directory, baseline, todo)
    answers = [json.loads(line) for line in (directory / "quick").read_text("utf-8").splitlines()]
    with (directory / "answers").open("w", encoding="utf-8") as file:
        for mutant, answer in zip(todo, answers, strict=True):
            if answer[0] == "open":
                began = time.monotonic()
                copy.replace(OWNERSHIP / mutant.file, mutant.code)
                attempt = partial(
                    run,
                    copy,
                    TESTS,
                    directory / "told",
                    first=baseline.order(mutant.file, mutant.line),
                )
                found = verdict(attempt(), directory / "told")
                copy.restore(OWNERSHIP / mutant.file)
                answer = [*found, answer[2] + time.monotonic() - began]
                report("", mutant, found)
            file.write(json.dumps(answer) + "\n")


def _table(known: dict[str, dict[str, list[object]]]) -> str:
    rows = ["| file | mutants | killed | of these hung | survived | killed % | minutes |"]
    rows.append("|---|---:|---:|---:|---:|---:|---:|")
    for file, of in [*sorted(known.items()), ("all", _all(known))]:
        if of:
            verdicts = [verdict[0] for verdict in of.values()]
            lost = verdicts.count("survived")
            killed = len(of) - lost
            minutes = sum(float(str(verdict[2])) for verdict in of.values()) / 60
            rows.append(
                f"| {file} | {len(of)} | {killed} | {verdicts.count('hung')} | {lost} "
                f"| {100 * killed / len(of):.1f} | {minutes:.1f} |"
            )
    return "\n".join(rows) + "\n"


def _all(known: dict[str, dict[str, list[object]]]) -> dict[str, list[object]]:
    return {f"{file} {name}": of[name] for file, of in known.items() for name in of}


def _judge(known: dict[str, dict[str, list[object]]]) -> int:
    survivors = {
        name: file
        for file, of in known.items()
        for name, verdict in of.items()
        if verdict[0] == "survived"
    }
    unlisted = sorted((file, name) for name, file in survivors.items() if name not in listed())
    for file, name in unlisted:
        print(f"survived, and is not listed in docs/mutants.md: {file} {name}")
    every = _all(known)
    enough = len(survivors) <= (1 - ENOUGH) * len(every)
    if not enough:
        print(f"less than {ENOUGH:.0%} of the mutants were killed")
    return 0 if enough and not unlisted else 1


if __name__ == "__main__":
    sys.exit(main())
