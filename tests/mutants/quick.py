"""Trying mutants from one session of pytest that has collected everything, each in a forked child.

A mutant costs what its tests cost, and no import. It is left open where that would not be all: a
change outside of functions, or in what is called by an import.
"""

from __future__ import annotations

import faulthandler
import gc
import json
import time
from collections.abc import Callable
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

from .baseline import OWNERSHIP, Baseline
from .mutation import Mutant
from .swap import functions, swapped
from .trial import NOT_COLLECTED, Copy, Tests, in_child, run, say, verdict


def quick(
    copy: Copy, tests: list[str], directory: Path, baseline: Baseline, todo: list[Mutant]
) -> None:
    """Write an answer for each mutant to the file `quick`: verdict, test, seconds.

    The verdict is "open" where this cannot tell.
    """

    def around(plugin: Tests, action: Callable[..., int]) -> int:
        return action(_Loop(plugin, copy, directory, baseline, todo))

    if run(copy, tests, directory / "session", around=around):
        say((directory / "session.log").read_text("utf-8"))
        raise RuntimeError("the session of the quick tries failed")


class _Loop:
    """A pytest plugin that, instead of running the tests once, does so for each mutant."""

    def __init__(
        self, plugin: Tests, copy: Copy, directory: Path, baseline: Baseline, todo: list[Mutant]
    ) -> None:
        self._plugin = plugin
        self._copy = copy
        self._told = directory / "told"
        self._answers = directory / "quick"
        self._baseline = baseline
        self._todo = todo
        self._functions: dict[Path, dict[tuple[str, int], list[FunctionType]]] = {}

    def pytest_runtestloop(self, session: Any) -> bool:
        faulthandler.cancel_dump_traceback_later()
        self._items = {item.nodeid: item for item in session.items}
        for mutant in self._todo:
            path = self._path(mutant)
            if path not in self._functions:
                self._functions[path] = functions(str(path))
        # What there is now is no garbage of a test's: collections need not look at it.
        gc.collect()
        gc.freeze()
        if in_child(lambda: self._run([], None, [], True)):
            raise RuntimeError("the tests fail without any mutant in a process that goes on")
        with self._answers.open("w", encoding="utf-8") as answers:
            for number, mutant in enumerate(self._todo, 1):
                began = time.monotonic()
                found = self._try(mutant)
                seconds = time.monotonic() - began
                answers.write(json.dumps([*found, seconds]) + "\n")
                answers.flush()
                report(f"{number}/{len(self._todo)} ", mutant, found)
        return True

    def _path(self, mutant: Mutant) -> Path:
        return self._copy.root / OWNERSHIP / mutant.file

    def _try(self, mutant: Mutant) -> tuple[str, str]:
        path = self._path(mutant)
        change = swapped(path.read_text("utf-8"), mutant.code, str(path))
        if change is None:
            return "open", ""
        old, new = change
        targets = self._functions[path].get((old.co_name, old.co_firstlineno), [])
        if not targets:
            return "open", ""
        first = self._baseline.order(mutant.file, mutant.line)
        whole = not self._baseline.imported(mutant.file, mutant.line)
        # For what runs in an interpreter of its own.
        self._copy.replace(OWNERSHIP / mutant.file, mutant.code)
        status = in_child(lambda: self._run(targets, new, first, whole))
        found = verdict(status, self._told)
        self._copy.restore(OWNERSHIP / mutant.file)
        if found == ("killed", NOT_COLLECTED):
            # It cannot be so here.
            return "open", ""
        return found if whole or found[0] != "survived" else ("open", "")

    def _run(
        self, targets: list[FunctionType], code: CodeType | None, first: list[str], whole: bool
    ) -> int:
        self._plugin.note(self._told)
        for function in targets:
            assert code is not None
            function.__code__ = code
        order = [self._items[test] for test in first if test in self._items]
        if whole:
            order += [item for test, item in self._items.items() if test not in first]
        for item, following in zip(order, [*order[1:], None], strict=False):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if self._plugin.failed:
                return 1
        return 0


def report(number: str, mutant: Mutant, found: tuple[str, str]) -> None:
    """Say what became of a mutant."""
    verdict, killer = found
    say(f"{number}{mutant.file}:{mutant.line} {verdict} {killer or mutant.name}")
