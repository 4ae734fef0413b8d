"""`python -m tests.upstream [--wasmtime VERSION]`: 0 if safestore passes whatever raw passes."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from .comparison import deviations, problems, table
from .deviations import ALLOWED
from .environment import installed_version, interpreter
from .sdist import DownloadError, fetch
from .suite import run_both


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.upstream", description=__doc__)
    parser.add_argument(
        "--wasmtime",
        metavar="VERSION",
        help="in an environment of its own, with this version instead of the installed one",
    )
    version = parser.parse_args(arguments).wasmtime
    try:
        python = interpreter(version) if version else Path(sys.executable)
        version = version or installed_version()
        unpacked = fetch(version)
    except DownloadError as error:
        print(f"cannot fetch wasmtime {version}: {error}", file=sys.stderr)
        return 1
    raw, ours = run_both(python, unpacked)
    print(table(version, raw, ours))
    for test, verdict in sorted(raw.results.items()):
        if verdict not in ("passed", "skipped"):
            print(f"{test} {verdict} on raw: {raw.reasons[test]}")
    for each in deviations(raw, ours):
        if each.test in ALLOWED and each.verdict != "missing":
            print(f"{each.test} {each.verdict}, as it may: {ALLOWED[each.test]}")
    wrong = problems(raw, ours, ALLOWED)
    print(
        "\n".join(wrong or ["whatever passes on raw passes on safestore, but for what is allowed"])
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
