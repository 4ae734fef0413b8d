"""Edits of source text: where they fit, and what they say where they do not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.prove.mutation import Edit, Misfit, apply, changed, mutated

SOURCE = '''"""A module."""
from typing import overload


class Gate:
    @overload
    def enter(self, who: int) -> int: ...
    @overload
    def enter(self, who: str) -> str: ...
    @staticmethod
    def enter(who):
        if who is None:
            raise ValueError("nobody")
        return who


def enter(who):
    if who is None:
        raise KeyError("nobody")
    return who


LIMIT = 1
MOST: int = 1
'''


@pytest.mark.parametrize(
    ("within", "old", "new"),
    [
        ("gate:enter", "raise KeyError", "print"),
        ("gate:Gate.enter", "if who is None:", "if False:"),
        ("gate:Gate.enter", "@staticmethod", "@classmethod"),
        ("gate:Gate", "raise ValueError", "print"),
        ("gate:LIMIT", "1", "2"),
        ("gate:MOST", "1", "2"),
        ("gate", "LIMIT = 1", "LIMIT = 2"),
        ("gate:enter", '        raise KeyError("nobody")\n', "        pass\n"),
    ],
)
def test_it_changes_that_place_and_no_other(within: str, old: str, new: str) -> None:
    made = mutated(SOURCE, Edit(within, old, new))
    assert made != SOURCE
    # The same as a replacement of one of the occurrences.
    parts = SOURCE.split(old)
    assert made in [old.join(parts[:i]) + new + old.join(parts[i:]) for i in range(1, len(parts))]


def test_of_several_definitions_the_last_counts() -> None:
    made = mutated(SOURCE, Edit("gate:Gate.enter", "return who", "return None"))
    assert made.count("return None") == 1
    assert "return who" in made[made.index("return None") :]


@pytest.mark.parametrize(
    ("edit", "reason"),
    [
        (Edit("gate:enter", "raise ValueError", ""), "stands there 0 times"),
        (Edit("gate", "if who is None:", ""), "stands there 2 times"),
        (Edit("gate:Gate.leave", "x", "y"), "there is no leave"),
        (Edit("gate:Gate.enter.who", "x", "y"), "there is no who"),
        (Edit("gate:enter", "if who is None:", "if:"), "no Python"),
    ],
)
def test_what_does_not_fit(edit: Edit, reason: str) -> None:
    with pytest.raises(Misfit, match=reason):
        mutated(SOURCE, edit)


def test_several_edits_of_a_tree(tmp_path: Path) -> None:
    for name in ("gate.py", "house/__init__.py"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(SOURCE, encoding="utf-8")
    stale = tmp_path / "__pycache__" / "gate.cpython-311.pyc"
    stale.parent.mkdir()
    stale.write_bytes(b"")
    first = Edit("gate:enter", "KeyError", "ValueError")
    edits = (first, Edit("gate:enter", "ValueError", "str"), Edit("house:LIMIT", "1", "2"))
    apply(tmp_path, edits)
    assert 'raise str("nobody")' in (tmp_path / "gate.py").read_text(encoding="utf-8")
    assert "LIMIT = 2" in (tmp_path / "house/__init__.py").read_text(encoding="utf-8")
    assert not stale.exists()


def test_no_file_changes_when_one_edit_does_not_fit(tmp_path: Path) -> None:
    (tmp_path / "gate.py").write_text(SOURCE, encoding="utf-8")
    edits = (Edit("gate:LIMIT", "1", "2"), Edit("gate:LIMIT", "1", "3"))
    with pytest.raises(Misfit):
        apply(tmp_path, edits)
    with pytest.raises(Misfit, match="no module fence"):
        changed(tmp_path, (Edit("fence:LIMIT", "1", "2"),))
    assert (tmp_path / "gate.py").read_text(encoding="utf-8") == SOURCE
