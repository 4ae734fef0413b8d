"""What one rule finds in files, as JSON: `python -m tests.check.findings RULE CACHE FILE ...`.

In a process of its own, since mypy sets the collector's thresholds of the process that it runs in,
and other tests count on theirs. All files are built at once, which takes a tenth of the time.
"""

from __future__ import annotations

import importlib
import json
import os
import sys

from safestore.check.build import build
from safestore.check.settings import Settings


def main(rule: str, *arguments: str) -> None:
    """`rule` is the module with the rule's `check`."""
    settings = Settings()
    if arguments[0].startswith("--settings="):
        said = json.loads(arguments[0].partition("=")[2])
        settings = Settings(**{name: tuple(value) for name, value in said.items()})
        arguments = arguments[1:]
    cache, *files = arguments
    check = importlib.import_module(rule).check
    os.environ["MYPY_CACHE_DIR"] = cache
    found = []
    for built in build(files, settings, sys.stderr):
        for module in built.modules:
            for finding in sorted(check(built.program, built.program.modules[module])):
                found.append(
                    {
                        "file": os.path.basename(finding.place.path),
                        "line": finding.place.line,
                        "code": finding.code,
                        "message": finding.message,
                        "notes": [(note.place.line, note.message) for note in finding.notes],
                    }
                )
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
