"""Which modules have to be checked again when one has changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from safestore.check.freshness import Freshness

# What each imports.
IMPORTS = {"a": [], "b": ["a"], "c": ["b"], "other": ["a", "lonely"], "lonely": [], "far": []}


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    kept = Freshness(tmp_path / "cache", "1")
    for name, imports in IMPORTS.items():
        (tmp_path / f"{name}.py").write_text(f"# {name}")
        kept.keep(name, str(tmp_path / f"{name}.py"), imports)
    return tmp_path


def stale(sources: Path, version: str = "1") -> set[str]:
    asked = Freshness(sources / "cache", version)
    return {name for name in [*IMPORTS, "unknown"] if asked.is_stale(name)}


def test_nothing_has_changed(sources: Path) -> None:
    assert stale(sources) == set()


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        # Who imports it, and what those import.
        ("a", {"a", "b", "c", "other", "lonely"}),
        ("b", {"a", "b", "c"}),
        ("c", {"a", "b", "c"}),
        ("lonely", {"a", "lonely", "other"}),
        ("far", {"far"}),
    ],
)
def test_one_has_changed(sources: Path, changed: str, expected: set[str]) -> None:
    (sources / f"{changed}.py").write_text("# changed")
    assert stale(sources) == expected


def test_one_is_gone(sources: Path) -> None:
    (sources / "c.py").unlink()
    assert stale(sources) == {"a", "b", "c"}


def test_what_another_version_kept_is_not_read(sources: Path) -> None:
    (sources / "a.py").write_text("# changed")
    assert stale(sources, "2") == set()


def test_what_is_broken_is_not_read(sources: Path) -> None:
    (sources / "a.py").write_text("# changed")
    for text in ("", "[]", "{}", '["1", "x", "y", 3]', "\0"):
        (sources / "cache" / "a.json").write_text(text)
        assert stale(sources) == set()


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for folder in (None, tmp_path / "file" / "cache"):
        kept = Freshness(folder, "1")
        kept.keep("a", str(tmp_path / "file"), [])
        assert not kept.is_stale("a")
