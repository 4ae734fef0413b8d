"""For people: each finding with the line it is in, its notes with theirs, in colour or not."""

from __future__ import annotations

from typing import NamedTuple
from unicodedata import east_asian_width

from ..finding import Place
from ..run import Result
from ..source import Sources

__all__ = ["PLAIN", "Paint", "located", "number", "written"]


class Paint(NamedTuple):
    """The terminal's codes for each part of a report; all empty where it has no colours."""

    strong: str = ""
    error: str = ""
    note: str = ""
    margin: str = ""
    end: str = ""

    @classmethod
    def coloured(cls) -> Paint:
        return cls("\033[1m", "\033[1;31m", "\033[1;36m", "\033[34m", "\033[0m")


PLAIN = Paint()


def written(result: Result, paint: Paint = PLAIN) -> str:
    blocks = []
    for finding in result.findings:
        lines = [
            f"{located(finding.place, paint)} {paint.error}error:{paint.end} {finding.message}  "
            f"{paint.error}[{finding.code}]{paint.end}",
            *_frame(finding.place, result.sources, "^", paint.error, paint),
        ]
        for note in finding.notes:
            lines.append(
                f"{located(note.place, paint)} {paint.note}note:{paint.end} {note.message}"
            )
            lines += _frame(note.place, result.sources, "-", paint.note, paint)
        blocks.append("\n".join(lines))
    looked_at = number(result.modules, "module")
    if result.findings:
        blocks.append(f"{number(len(result.findings), 'finding')} in {looked_at}")
    else:
        blocks.append(f"Nothing found in {looked_at}")
    return "\n\n".join(blocks)


def number(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def located(place: Place, paint: Paint) -> str:
    return f"{paint.strong}{place.path}:{place.line}:{place.column}:{paint.end}"


def _frame(place: Place, sources: Sources, mark: str, colour: str, paint: Paint) -> list[str]:
    """The first line of a place, with what is meant underlined."""
    text = sources.line(place.path, place.line).rstrip()
    if not text:
        return []

    end = place.end_column if place.end_line == place.line else len(text) + 1
    begin = min(place.column, len(text)) - 1
    end = max(min(end, len(text) + 1) - 1, begin + 1)
    # Tabs stay tabs, so that both lines are moved alike.
    indent = "".join("\t" if c == "\t" else " " * _width(c) for c in text[:begin])
    marks = mark * sum(map(_width, text[begin:end]))
    return [
        f"{paint.margin}{place.line:>5} |{paint.end} {text}",
        f"{paint.margin}      |{paint.end} {indent}{colour}{marks}{paint.end}",
    ]


def _width(character: str) -> int:
    """How many columns of a terminal a character takes."""
    return 2 if east_asian_width(character) in "WF" else 1
