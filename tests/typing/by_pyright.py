"""What pyright, strict, has to say: `make pyright`.

The same programs that mypy is given (test_typing.py), with and without the stubs; the programs of
docs/checking-types.md; and how complete the package's types are. Not part of the tests: pyright
fetches its program when it is first run.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from .completeness import report
from .page import expected, write

ROOT = Path(__file__).resolve().parents[2]
CASES = Path(__file__).resolve().parent / "cases"
STRICT = {
    "typeCheckingMode": "strict",
    "pythonVersion": "3.10",
    # A `type: ignore` says that there has to be an error, as it does to mypy.
    "enableTypeIgnoreComments": True,
    "reportUnnecessaryTypeIgnoreComment": "error",
    "extraPaths": [str(ROOT)],
}


def pyright(*arguments: str) -> dict[str, Any]:
    """Runs the pyright of this environment, on this environment."""
    binaries = str(Path(sys.executable).parent)
    environment = {
        **os.environ,
        "PATH": os.pathsep.join((binaries, os.environ.get("PATH", ""))),
        "VIRTUAL_ENV": sys.prefix,
    }
    command = [sys.executable, "-m", "pyright", "--outputjson", *arguments]
    result = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    # 2 and more: it could not be run.
    if result.returncode not in (0, 1):
        sys.exit(result.stdout + result.stderr)
    answer: dict[str, Any] = json.loads(result.stdout)
    return answer


def complaints(what: str, place: Path, *, stubs: bool) -> list[tuple[Path, int, str]]:
    """The errors in the programs of a folder: file, line, message. Prints how many there are."""
    with tempfile.TemporaryDirectory() as directory:
        settings = Path(directory) / "pyrightconfig.json"
        # It takes no absolute path.
        folders = {
            "include": [os.path.relpath(place, directory)],
            "stubPath": str(ROOT / "stubs") if stubs else directory,
        }
        settings.write_text(json.dumps({**STRICT, **folders}), encoding="utf-8")
        answer = pyright("--project", str(settings))
    print(f"{what}: {answer['summary']['filesAnalyzed']} files")
    found = answer["generalDiagnostics"]
    return [
        (Path(one["file"]), one["range"]["start"]["line"] + 1, one["message"])
        for one in found
        if one["severity"] == "error"
    ]


def told(errors: list[tuple[Path, int, str]]) -> bool:
    """Prints the errors; whether there are none."""
    for path, line, message in errors:
        print(f"{path}:{line}: {message}")
    return not errors


def page() -> bool:
    """Whether the page's programs have errors on the lines that it says."""
    with tempfile.TemporaryDirectory() as directory:
        write(Path(directory))
        errors = complaints("docs/checking-types.md", Path(directory), stubs=True)
    right = expected("pyright")
    missed = right - {line for _, line, _ in errors}
    for line in sorted(missed):
        print(f"docs/checking-types.md:{line}: not found")
    return told([one for one in errors if one[1] not in right]) and not missed


def main() -> int:
    fine = told(complaints("cases, without the stubs", CASES / "guarded", stubs=False))
    fine &= told(complaints("cases, with the stubs", CASES, stubs=True))
    fine &= page()
    fine &= report(pyright("--verifytypes", "safestore", "--ignoreexternal"))
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
