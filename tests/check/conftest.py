"""`safestore check` in this process, in a directory of the test's own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

pytest.importorskip("mypy")

from safestore.check import cli


class Said(NamedTuple):
    """What a run wrote, and its exit status."""

    status: int
    out: str
    err: str


Check = Callable[..., Said]
Write = Callable[..., Path]


@pytest.fixture(scope="session")
def mypy_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One for all tests: what they import is the same."""
    return tmp_path_factory.mktemp("mypy_cache")


@pytest.fixture(scope="session")
def plugin_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One for all tests in which mypy has the plugin."""
    return tmp_path_factory.mktemp("plugin_cache")


@pytest.fixture
def check(
    tmp_path: Path,
    mypy_cache: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Check:
    """Runs the command in tmp_path: arguments in, what it said out."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MYPY_CACHE_DIR", str(mypy_cache))
    for name in ("MYPYPATH", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: str) -> Said:
        try:
            status = cli.main(list(arguments))
        except SystemExit as error:
            status = int(error.code or 0)
        return Said(status, *capsys.readouterr())

    return run


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a file below tmp_path."""

    def file(name: str, text: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return file
