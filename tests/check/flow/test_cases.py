"""The rules that follow values: each marked line of `cases/`, with its code, and no other."""

from __future__ import annotations

from pathlib import Path

from ..recall import outcome


def test_marked_lines_are_found_and_no_others(mypy_cache: Path) -> None:
    result = outcome(Path(__file__).resolve().parent / "cases", cache=mypy_cache)
    assert result.perfect, str(result)
