"""`python -m tests.check.recall [--plugin] [--unannotated] BATCH...`: what share of marks is found.

A batch is a folder of snippets, or one with such folders `bad` and `good` in it. Exits with 1
when a mark is missed or a line without one has a finding.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from .front_ends import by_command, by_plugin, stage
from .marks import Outcome, compare, marks
from .unannotated import stripped


def outcome(
    snippets: Path, *, plugin: bool = False, bare: bool = False, cache: Path | None = None
) -> Outcome:
    """What a front end makes of a folder of snippets. Raises BrokenError when it cannot run.

    `bare`: without the annotations. With a cache what the snippets import is read from there,
    which is what takes most of the time.
    """
    with tempfile.TemporaryDirectory(prefix="safestore-corpus-") as folder:
        directory = Path(folder)
        names = stage(snippets, directory)
        if not names:
            return Outcome()
        files = sorted(directory.rglob("*.py"))
        for file in files if bare else ():
            file.write_bytes(stripped(file.read_bytes()))
        expected = [
            mark for file in files for mark in marks(file, file.relative_to(directory).as_posix())
        ]
        found = (by_plugin if plugin else by_command)(directory, names, cache=cache)
        return compare(expected, found)


def folders(batch: Path) -> list[Path]:
    """The folders of snippets of a batch."""
    parts = [batch / name for name in ("bad", "good") if (batch / name).is_dir()]
    return parts or [batch]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.check.recall", description=__doc__)
    parser.add_argument("--plugin", action="store_true", help="by the mypy plugin")
    parser.add_argument("--unannotated", action="store_true", help="without the annotations")
    parser.add_argument("batch", nargs="+", type=Path)
    chosen = parser.parse_args(arguments)
    perfect = True
    for batch in chosen.batch:
        for folder in folders(batch):
            result = outcome(folder, plugin=chosen.plugin, bare=chosen.unannotated)
            print(f"{folder}: {result}")
            perfect &= result.perfect
    return 0 if perfect else 1


if __name__ == "__main__":
    sys.exit(main())
