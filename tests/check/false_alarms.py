"""`python -m tests.check.false_alarms [--offline] [NAME...]`: what is found in code that is right.

Prints a row for each subject, and each finding that nothing explains; then it exits with 1.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.upstream.sdist import DownloadError

from .front_ends import BrokenError
from .listed import LISTED
from .marks import Found
from .projects import ROOT
from .subjects import Looked, Subject, docs, look, own, packages, wasmtime

# What is found, and right, in code that is not there to break a rule: path and code, and why.
_UNSAFE = "safestore-unsafe"
TRUE: dict[tuple[str, str], str] = {
    ("examples/memory.py", _UNSAFE): "writes by `data_ptr`, and says that nothing checks it",
    ("tests/test_memory.py", _UNSAFE): "tests `data_ptr` and `get_buffer_ptr`",
    ("tests/test_shared_memory.py", _UNSAFE): "tests `data_ptr`",
    ("tests/test_module.py", _UNSAFE): "tests `deserialize`",
    ("tests/component/test_component.py", _UNSAFE): "tests `deserialize`",
    ("yowasp_runtime/__init__.py", _UNSAFE): "runs native code from a cache directory",
    ("amla_sandbox/runtime/wasm.py", _UNSAFE): "runs native code from a cache directory",
}


def subjects(directory: Path, *, offline: bool = False) -> Iterator[Subject]:
    """All of them; what is made for it goes below that directory. Raises DownloadError."""
    yield from own()
    for name in ("docs", "wasmtime"):
        (directory / name).mkdir()
    yield docs(directory / "docs")
    if not offline:
        yield wasmtime(directory / "wasmtime")
        yield from packages()


class Judged(NamedTuple):
    """The findings in a subject, by what they are."""

    on_purpose: int
    true: int
    stricter: int
    # What nobody has looked at: a false alarm until then.
    alarms: list[Found]


def judge(looked: Looked) -> Judged:
    """Tell apart what was found. What is listed by number counts up to that number."""
    on_purpose, true, stricter, alarms = len(looked.on_purpose), 0, 0, []
    left = [(listed, Counter(listed.found)) for listed in LISTED]
    ours = looked.subject.directory == ROOT
    for found in looked.others:
        key = found[0], found[2]
        listed, numbers = next((each for each in left if ours and each[1][key] > 0), (None, None))
        if listed is not None and numbers is not None:
            numbers[key] -= 1
            if listed.stricter:
                stricter += 1
            else:
                on_purpose += 1
        elif not ours and key in TRUE:
            true += 1
        else:
            alarms.append(found)
    return Judged(on_purpose, true, stricter, alarms)


def row(looked: Looked, judged: Judged) -> str:
    """A row of the table in docs/checks/measured.md."""
    cells = (
        looked.subject.name,
        f"{looked.files:,}",
        f"{looked.lines:,}",
        f"{judged.on_purpose:,}",
        str(judged.true),
        str(judged.stricter),
        str(len(judged.alarms)),
    )
    return f"| {' | '.join(cells)} |"


HEAD = """\
| Code | Files | Lines | Wrong on purpose | True | Stricter than the runtime | False alarms |
| --- | ---: | ---: | ---: | ---: | ---: | ---: |"""


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.check.false_alarms", description=__doc__)
    parser.add_argument("--offline", action="store_true", help="nothing that has to be fetched")
    parser.add_argument("name", nargs="*", help="only subjects whose name has this in it")
    chosen = parser.parse_args(arguments)
    alarms = 0
    print(HEAD, flush=True)
    with tempfile.TemporaryDirectory(prefix="safestore-subjects-") as folder:
        try:
            for subject in subjects(Path(folder), offline=chosen.offline):
                if chosen.name and not any(name in subject.name for name in chosen.name):
                    continue
                try:
                    looked = look(subject)
                except BrokenError as error:
                    alarms += 1
                    print(f"| {subject.name} | could not be checked |\n{error}", flush=True)
                    continue
                judged = judge(looked)
                print(row(looked, judged), flush=True)
                for path, line, code in judged.alarms:
                    alarms += 1
                    print(f"  {path}:{line} {code}", file=sys.stderr)
        except DownloadError as error:
            print(f"cannot be fetched: {error}", file=sys.stderr)
            return 1
    return 1 if alarms else 0


if __name__ == "__main__":
    sys.exit(main())
