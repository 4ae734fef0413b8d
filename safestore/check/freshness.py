"""Which modules have to be checked again, beside those that mypy would.

What is found in a module depends on the bodies of the functions that it imports, and mypy's cache
keeps none. So when a module has changed, those that import it are checked again, and what all of
these import is read again with them. A file for each module, beside mypy's cache, says what it was
when it was checked and what it imports.

Several processes write at once: each file is written whole and then put in its place.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

__all__ = ["Freshness", "digest"]


def digest(data: bytes) -> str:
    """A short name for these bytes, the same in every run."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


class _Record(NamedTuple):
    path: str
    source: str
    imports: frozenset[str]


class Freshness:
    """What was kept of the last runs, in that folder; None keeps nothing.

    `version` names the analysis and its settings: what another one wrote is not read.
    """

    def __init__(self, folder: Path | None, version: str) -> None:
        self._folder = folder
        self._version = version
        self._stale: frozenset[str] | None = None

    def is_stale(self, module: str) -> bool:
        """Whether a module has to be checked again, as the files stood when this was first asked.

        Of a module that was never looked at nothing is known: false.
        """
        if self._stale is None:
            self._stale = _stale(self._kept())
        return module in self._stale

    def keep(self, module: str, path: str, imports: Iterable[str], *, whole: bool = True) -> None:
        """A module was checked; without `whole`, next time again. Fails in silence."""
        if self._folder is not None:
            source = _digest_of(path) if whole else "none"
            record = _Record(path, source, frozenset(imports))
            with contextlib.suppress(OSError):
                self._write(self._folder, module, record)

    def _kept(self) -> dict[str, _Record]:
        found: dict[str, _Record] = {}
        files = [] if self._folder is None else self._folder.glob("*.json")
        for file in files:
            try:
                version, path, source, imports = json.loads(file.read_bytes())
                if version == self._version:
                    found[file.stem] = _Record(path, source, frozenset(imports))
            except (OSError, ValueError, TypeError):
                # Broken, or somebody else's: as if it were not there.
                continue
        return found

    def _write(self, folder: Path, module: str, record: _Record) -> None:
        text = json.dumps([self._version, record.path, record.source, sorted(record.imports)])
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder)
        try:
            with open(handle, "w", encoding="utf-8") as file:
                file.write(text)
            os.replace(name, folder / f"{module}.json")
        except BaseException:
            os.unlink(name)
            raise


def _stale(records: dict[str, _Record]) -> frozenset[str]:
    changed = [name for name, record in records.items() if _digest_of(record.path) != record.source]
    importers: dict[str, list[str]] = {}
    for name, record in records.items():
        for imported in record.imports:
            importers.setdefault(imported, []).append(name)
    touched = _reached(changed, lambda name: importers.get(name, ()))
    return _reached(touched, lambda name: records[name].imports if name in records else ())


def _reached(names: Iterable[str], onward: Callable[[str], Iterable[str]]) -> frozenset[str]:
    """The names, and what is reached from them."""
    found = set(names)
    rest = list(found)
    while rest:
        for name in onward(rest.pop()):
            if name not in found:
                found.add(name)
                rest.append(name)
    return frozenset(found)


def _digest_of(path: str) -> str:
    """The digest of a file, "" when there is none."""
    try:
        return digest(Path(path).read_bytes())
    except OSError:
        return ""
