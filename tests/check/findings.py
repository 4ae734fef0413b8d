"""What one rule finds in files, as JSON: `python -m tests.check.findings RULE CACHE FILE ...`.

In a process of its own, since mypy sets the collector's thresholds of the process that it runs in,
and other tests count on theirs. All files are built at once, which takes a tenth of the time.
"""

from __future__ import annotations

import importlib
import json
import os
import sys

from mypy.build import build
from mypy.main import process_options

from safestore.check.program import Program
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
    sources, options = process_options(
        ["--config-file=", f"--cache-dir={cache}", "--explicit-package-bases", *files]
    )
    options.export_types = True
    options.preserve_asts = True
    # mypy's cache has no trees.
    options.incremental = False
    result = build(sources, options)
    program = Program(result.files, result.types.get, settings)
    found = []
    for source in sources:
        tree = result.files[source.module]
        for finding in sorted(check(program, tree)):
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
