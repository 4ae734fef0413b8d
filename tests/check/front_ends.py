"""The two front ends, as commands: what each finds in some files."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

from .marks import Found
from .projects import mypy, run


class BrokenError(Exception):
    """A front end could not do its work; the message is what it wrote."""


def by_command(directory: Path, paths: Sequence[str], *, cache: Path | None = None) -> list[Found]:
    """What `safestore check` finds. Raises BrokenError when it cannot be run."""
    said = run(directory, "safestore", "check", "--format", "json", *paths, cache=cache)
    if said.status not in (0, 1):
        raise BrokenError((said.errors or said.output)[-2000:])
    return [(each["path"], each["line"], each["code"]) for each in json.loads(said.output)]


def by_plugin(directory: Path, paths: Sequence[str], *, cache: Path | None = None) -> list[Found]:
    """What mypy reports of the plugin. Raises BrokenError when it cannot be run."""
    said = mypy(directory, "--output=json", *paths, cache=cache)
    if said.status not in (0, 1):
        raise BrokenError((said.errors or said.output)[-2000:])
    errors = [json.loads(line) for line in said.output.splitlines()]
    return [
        (each["file"], each["line"], each["code"])
        for each in errors
        if each["severity"] == "error" and (each["code"] or "").startswith("safestore-")
    ]


def stage(snippets: Path, directory: Path) -> list[str]:
    """Copy a folder of snippets, files and small packages, to where they are looked at.

    Returns their names. Each is then a module, or a package, at the top of that directory.
    """
    names = []
    for each in sorted(snippets.iterdir()):
        if each.is_dir() and any(each.rglob("*.py")):
            shutil.copytree(each, directory / each.name)
            (directory / each.name / "__init__.py").touch()
        elif each.suffix == ".py":
            shutil.copy(each, directory)
        else:
            continue
        names.append(each.name)
    return names
