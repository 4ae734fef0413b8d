"""What the documentation shows is what happens: every Python program in it is run."""

from __future__ import annotations

import ast
import os
import re
from pathlib import Path

import pytest

import safestore
from safestore import errors

from .blocks import Block, blocks, matches
from .running import run

ROOT = Path(__file__).parents[2]
ERRORS = ROOT / "docs" / "errors.md"
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCKS = [block for page in PAGES for block in blocks(page)]


@pytest.mark.parametrize("block", BLOCKS, ids=str)
def test_a_program_does_what_its_page_says(
    block: Block, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "os.fork" in block.source and not hasattr(os, "fork"):
        pytest.skip("there is no fork here")
    if "import greenlet" in block.source:
        pytest.importorskip("greenlet")
    monkeypatch.chdir(tmp_path)
    outcome = run(block, tmp_path)
    assert outcome.raised == block.raises, outcome.printed
    if block.output is not None:
        assert matches(block.output, outcome.printed), outcome.printed


def sections() -> dict[str, str]:
    """The sections of the page on errors, by heading."""
    parts = re.split(r"^##+ (.+)\n", ERRORS.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def not_raised_yet() -> set[str]:
    return set(re.findall(r"^\| `(\w+)` \|", sections()["Not raised yet"], re.MULTILINE))


def test_every_error_has_a_section_or_is_said_not_to_be_raised_yet() -> None:
    named = {heading.strip("`") for heading in sections()} | not_raised_yet()
    assert set(errors.__all__) <= named


def test_a_section_shows_its_error() -> None:
    for heading, text in sections().items():
        name = heading.strip("`")
        if name in errors.__all__ and name not in ("MisuseError", "EnvironmentHazard"):
            assert f"\n{name}: " in text, name


def test_what_is_not_raised_yet_is_nowhere_made() -> None:
    assert made_in(Path(safestore.__file__).parent) & not_raised_yet() == set()


def made_in(package: Path) -> set[str]:
    """The names of what the sources of a package call."""
    called = (
        node.func
        for path in package.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    )
    return {getattr(function, "attr", getattr(function, "id", "")) for function in called}


def test_the_files_that_the_design_names_exist() -> None:
    text = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
    named = {Path(name) for name in re.findall(r"`([\w/]+/[\w./]*)`", text)}
    assert len(named) > 20
    places = (ROOT, ROOT / "safestore")
    assert {name for name in named if not any((place / name).exists() for place in places)} == set()


@pytest.mark.parametrize(
    ("expected", "printed", "same"),
    [
        ("a\n  b", "a b\n", True),
        ("a ... c", "a b c", True),
        ("a.c", "abc", False),
        ("a", "a b", False),
    ],
)
def test_what_an_output_fence_stands_for(expected: str, printed: str, same: bool) -> None:
    assert matches(expected, printed) is same


def test_a_comment_that_says_nothing_is_refused(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("<!-- raise: KeyError -->\n```python\n1\n```\n", encoding="utf-8")
    with pytest.raises(ValueError, match="says nothing"):
        blocks(page)
