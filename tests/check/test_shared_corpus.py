"""Every mark of the corpora is found, and nothing else, by the command and by the plugin."""

from __future__ import annotations

from pathlib import Path

import pytest
from mypy.plugin import Plugin

from .marks import compare, marks
from .projects import ROOT
from .recall import folders, outcome

SHARED = ROOT.parent / "shared" / "static-corpus"
OWN = ROOT / "tests" / "check" / "corpus"

BATCHES = [SHARED, *sorted(OWN.glob("*/"))]
FOLDERS = [folder for batch in BATCHES if batch.is_dir() for folder in folders(batch)]


def _name(folder: Path) -> str:
    return "/".join(folder.parts[-2:])


@pytest.mark.parametrize("folder", FOLDERS, ids=_name)
def test_by_command(folder: Path, mypy_cache: Path) -> None:
    result = outcome(folder, cache=mypy_cache)
    assert result.perfect, str(result)


@pytest.mark.skipif(
    not hasattr(Plugin, "get_additional_indirect_deps"), reason="mypy is too old for the plugin"
)
@pytest.mark.parametrize("folder", FOLDERS, ids=_name)
def test_by_plugin(folder: Path, plugin_cache: Path) -> None:
    result = outcome(folder, plugin=True, cache=plugin_cache)
    assert result.perfect, str(result)


def test_how_marks_are_read(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    file.write_text(
        "x = 1\n"
        "y = 2  # E: safestore-moved\n"
        "z = 3  # E: safestore-moved|safestore-closed\n"
        "w = 4  # E: safestore-send, safestore-moved\n"
        "v = 5  # E: safestore-maybe-moved, safestore-moved|safestore-closed\n"
    )
    expected = marks(file, "a.py")
    assert [line for _, line, _ in expected] == [2, 3, 4, 4, 5, 5]
    found = [
        ("a.py", 1, "safestore-leak"),
        ("a.py", 3, "safestore-closed"),
        ("a.py", 3, "safestore-closed"),
        ("a.py", 4, "safestore-moved"),
        ("a.py", 5, "safestore-closed"),
        ("a.py", 5, "safestore-maybe-moved"),
    ]
    result = compare(expected, found)
    assert [mark[:2] for mark in result.missed] == [("a.py", 2), ("a.py", 4)]
    assert result.alarms == [("a.py", 1, "safestore-leak")]
    assert str(result).startswith("4 of 6 marks found, 1 false alarms")
