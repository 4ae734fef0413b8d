"""The words for the codes: their examples are found wrong and right, their pages are written."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from pathlib import Path

import pytest

from safestore.check.rules import RULES
from safestore.check.settings import Settings

from . import pages
from .conftest import Check, Write

_MARK = re.compile(r"# E: ([\w-]+)$")


@pytest.mark.parametrize("code", list(RULES))
def test_the_examples_are_what_they_are_called(check: Check, write: Write, code: str) -> None:
    rule = RULES[code]
    write("bad.py", rule.bad)
    write("good.py", rule.good)
    marks = [
        (number, match[1])
        for number, line in enumerate(rule.bad.splitlines(), start=1)
        if (match := _MARK.search(line))
    ]
    assert {each for _, each in marks} == {code}
    assert "# E:" not in rule.good
    arguments = ["--format", "json", "--warn-unused-ignores", "bad.py", "good.py"]
    found = {
        (each["path"], each["line"], each["code"]) for each in json.loads(check(*arguments).out)
    }
    assert found == {("bad.py", *mark) for mark in marks}


@pytest.mark.parametrize("code", list(RULES))
def test_the_examples_are_programs(code: str) -> None:
    for program in (RULES[code].bad, RULES[code].good):
        exec(compile(program, code, "exec"), {"__name__": "example"})


@pytest.mark.parametrize("code", list(RULES))
def test_a_page_says_what_the_rule_says(code: str) -> None:
    page = pages.DOCS / pages.name(RULES[code])
    assert page.read_text(encoding="utf-8") == pages.page(RULES[code]), (
        "docs/checks is out of date: python -m tests.check.pages"
    )


def test_the_index_has_every_page_and_no_other() -> None:
    index = (pages.DOCS / "index.md").read_text(encoding="utf-8")
    linked = set(re.findall(r"^\| \[([\w-]+)\]\(([\w-]+\.md)\) \|", index, re.MULTILINE))
    assert linked == {(code, pages.name(rule)) for code, rule in RULES.items()}
    written = {path.name for path in pages.DOCS.glob("*.md")} - {"index.md", "measured.md"}
    assert written == {name for _, name in linked}


def test_the_index_has_every_option_and_setting(check: Check) -> None:
    index = (pages.DOCS / "index.md").read_text(encoding="utf-8")
    options = set(re.findall(r"--[a-z-]+", check("--help").out)) - {"--help"}
    assert {option for option in options if f"`{option}" not in index} == set()
    assert {each.name for each in fields(Settings) if f"\n{each.name} = " not in index} == set()


def test_what_pages_link_to_is_there() -> None:
    for page in pages.DOCS.glob("*.md"):
        links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))
        assert {link for link in links if not (page.parent / link).exists()} == set(), page


def test_the_hook_runs_the_command() -> None:
    text = (Path(__file__).parents[2] / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    assert "- id: safestore-check\n" in text
    assert "  entry: safestore check\n" in text
