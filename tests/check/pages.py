"""Writes docs/checks, a page for each code, from safestore/check/rules.py.

python -m tests.check.pages
"""

from __future__ import annotations

from pathlib import Path

from safestore.check.rules import RULES, Rule

DOCS = Path(__file__).parents[2] / "docs" / "checks"


def name(rule: Rule) -> str:
    """The name of a rule's page."""
    return f"{rule.code.removeprefix('safestore-')}.md"


def page(rule: Rule) -> str:
    """The page of a rule."""
    return f"""\
# {rule.code}

{rule.title}.

{rule.rule}

## Wrong

```python
{rule.bad}```

## Right

```python
{rule.good}```

## What to do

{rule.mend}

[All checks](index.md)
"""


def main() -> None:
    for rule in RULES.values():
        (DOCS / name(rule)).write_text(page(rule), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
