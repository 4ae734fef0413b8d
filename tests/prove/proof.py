"""Takes each guard of some rows away, one by one, and asks that the row's tests notice."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from safestore.audit.ledger import Invariant
from tests.prove import runs, trees
from tests.prove.mutation import Misfit, Mutation, apply

__all__ = ["Result", "prove", "selected", "unguarded"]

LEGAL = "tests/prove/legal.py"
TWINS = "tests/misuse/test_misuse.py::test_safestore_answers_with_the_named_exception"

# For all tests of a row that noticed something, without a mutation.
_CONTROL_SECONDS = 300.0
_LEGAL_SECONDS = 60.0
_KILLED = ("failed", "crashed", "hung")


@dataclass(frozen=True)
class Result:
    """What came of one mutation, or of a guard that has none.

    `verdict` is `failed`, `crashed` or `hung` when tests noticed, as `noticed` says; `survived`
    when none did; `broken` when the mutated library does not even do what is legal; `misfit` when
    the mutation does not fit the source; `no mutation`; or `no control` when the tests that
    noticed fail with the guard too.
    """

    invariant: str
    guard: str
    what: str
    verdict: str
    noticed: tuple[str, ...] = ()
    reason: str = ""

    @property
    def proved(self) -> bool:
        """Whether the guard was missed."""
        return self.verdict in _KILLED


def prove(
    root: Path,
    mutations: Sequence[Mutation],
    rows: Sequence[Invariant],
    jobs: int,
    report: Callable[[Result], None],
) -> list[Result]:
    """The results for each guard of `rows`, in their order; each is reported as it comes.

    `jobs` is how many trees are tried at once.
    """
    results = unguarded(rows, mutations)
    for result in results:
        report(result)
    with tempfile.TemporaryDirectory(prefix="prove-") as place:
        whole = trees.copy(root, Path(place, "whole"))
        # Fills the caches of compiled modules, which the copies then have too.
        sound = runs.program(whole, LEGAL, _CONTROL_SECONDS)
        if sound.kind != "passed":
            raise RuntimeError(f"{LEGAL} fails with all guards in place:\n{sound.output}")
        chosen = [
            (row, mutation)
            for row in rows
            for mutation in mutations
            if mutation.invariant == row.id
        ]
        with ThreadPoolExecutor(jobs) as pool:

            def tried(item: tuple[int, tuple[Invariant, Mutation]]) -> Result:
                number, (row, mutation) = item
                result = _try(whole, Path(place, str(number)), row, mutation)
                report(result)
                return result

            tries = list(pool.map(tried, enumerate(chosen)))
            for controlled in pool.map(lambda row: _control(whole, row, tries), rows):
                results += controlled
    return results


def unguarded(rows: Iterable[Invariant], mutations: Iterable[Mutation]) -> list[Result]:
    """A result for each guard of a proved row that no mutation takes away."""
    declared = {(mutation.invariant, mutation.guard) for mutation in mutations}
    return [
        Result(row.id, guard, "", "no mutation")
        for row in rows
        for guard in row.guards
        if row.status == "proved" and (row.id, guard) not in declared
    ]


def selected(row: Invariant, by: Sequence[str] = ()) -> list[str]:
    """The node ids of the row's tests, or those that `by` names, quick ones first.

    Raises `Misfit` when one is none of the row's.
    """
    nodes = []
    for name in by or [*(test for test in row.tests if test != TWINS), *row.twins]:
        if "::" not in name:
            if name not in row.twins or TWINS not in row.tests:
                raise Misfit(f"{name} is no twin of {row.id}")
            nodes.append(f"{TWINS}[{name}]")
        elif name.partition("[")[0] in row.tests:
            nodes.append(name)
        else:
            raise Misfit(f"{name} is no test of {row.id}")
    return sorted(nodes, key=lambda node: (node.startswith("property_tests/"), TWINS in node))


def _try(whole: Path, place: Path, row: Invariant, mutation: Mutation) -> Result:
    def result(verdict: str, run: runs.Run) -> Result:
        return Result(row.id, mutation.guard, mutation.what, verdict, run.noticed, run.reason)

    try:
        nodes = selected(row, mutation.by)
        if mutation.guard not in row.guards:
            raise Misfit(f"{mutation.guard} is no guard of {row.id}")
        tree = trees.copy(whole, place)
        apply(tree, mutation.edits)
    except Misfit as error:
        return result("misfit", runs.Run("broken", reason=str(error)))
    try:
        if mutation.legal:
            legal = runs.program(tree, LEGAL, _LEGAL_SECONDS)
            if legal.kind != "passed":
                return result("broken", legal)
        run = runs.tests(tree, nodes, mutation.seconds, first=True)
        if run.kind == "hung":
            # Nor is it the machine that is slow.
            control = runs.tests(whole, run.noticed, mutation.seconds, first=True)
            if control.kind != "passed":
                return result("no control", run)
        return result("survived" if run.kind == "passed" else run.kind, run)
    finally:
        shutil.rmtree(tree, ignore_errors=True)


def _control(whole: Path, row: Invariant, tries: Sequence[Result]) -> list[Result]:
    """The row's results, once the tests that noticed have passed with all guards in place."""
    own = [result for result in tries if result.invariant == row.id]
    nodes = dict.fromkeys(node for result in own for node in result.noticed if result.proved)
    if not nodes:
        return own
    control = runs.tests(whole, list(nodes), _CONTROL_SECONDS, first=False)
    if control.kind == "passed":
        return own
    reason = f"with all guards {control.kind}: {control.reason}"
    return [
        Result(row.id, result.guard, result.what, "no control", result.noticed, reason)
        if result.proved and (not control.noticed or set(control.noticed) & set(result.noticed))
        else result
        for result in own
    ]
