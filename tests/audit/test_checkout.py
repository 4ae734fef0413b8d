"""Finding the source checkout."""

from __future__ import annotations

from pathlib import Path

import pytest

from safestore.audit import checkout
from tests.audit import planted


def test_the_checkout_is_found_from_below(tmp_path: Path) -> None:
    planted.write(tmp_path, "pyproject.toml", planted.PYPROJECT)
    below = tmp_path / "tests" / "audit"
    below.mkdir(parents=True)
    assert checkout.find(below) == tmp_path.resolve()
    assert checkout.find(tmp_path) == tmp_path.resolve()


def test_a_project_of_another_name_is_passed_over(tmp_path: Path) -> None:
    planted.write(tmp_path, "pyproject.toml", planted.PYPROJECT)
    planted.write(tmp_path, "other/pyproject.toml", '[project]\nname = "other"\n')
    assert checkout.find(tmp_path / "other") == tmp_path.resolve()


@pytest.mark.parametrize(
    "text",
    [
        "",
        '[project]\nname = "safestore-extras"\n',
        '[tool.poetry]\nname = "safestore"\n',
        '[project]\n[project.urls]\nname = "safestore"\n',
    ],
)
def test_only_the_project_name_counts(tmp_path: Path, text: str) -> None:
    planted.write(tmp_path, "pyproject.toml", text)
    assert not checkout.is_checkout(tmp_path)


def test_without_a_project_there_is_none(tmp_path: Path) -> None:
    assert checkout.find(tmp_path) is None
